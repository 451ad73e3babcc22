package dev.cnilab.cluster.apiserver.patch.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.schema.decoding.Nesting;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;

/**
 * JSON patch as evanphx/json-patch implements it: a value to remove must exist (RFC 6902, section
 * 4.2), a field to replace need not.
 */
public final class OperationsPatch {
  private static final int MOST_OPERATIONS = 10_000;

  private OperationsPatch() {}

  /**
   * The patched tree; {@code target} may be changed in the process.
   *
   * @throws ApiException 413 if there are too many operations; 422 if an operation cannot be done;
   *     400 if they nest the tree too deeply
   */
  public static JsonNode apply(ObjectNode target, JsonNode operations) {
    requireFew(operations);
    PatchedDocument document = new PatchedDocument(target);
    for (JsonNode operation : operations) {
      document.apply(operation);
    }
    return Nesting.requireShallow(document.root());
  }

  private static void requireFew(JsonNode operations) {
    if (operations.size() > MOST_OPERATIONS) {
      throw ApiErrors.tooManyOperations(MOST_OPERATIONS, operations.size());
    }
    Nesting.requireShallow(operations);
  }

  /** Whether no test among the operations fails. */
  public static boolean testsHold(ObjectNode target, JsonNode operations) {
    requireFew(operations);
    PatchedDocument document = new PatchedDocument(target.deepCopy());
    for (JsonNode operation : operations) {
      if (operation.path("op").asText().equals("test")) {
        if (!document.holds(operation)) {
          return false;
        }
      } else {
        document.apply(operation);
      }
    }
    return true;
  }
}
