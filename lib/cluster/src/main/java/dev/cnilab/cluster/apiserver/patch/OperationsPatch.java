package dev.cnilab.cluster.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.apiserver.schema.decoding.Nesting;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.Json;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;

/**
 * JSON patch as evanphx/json-patch implements it: a value to remove must exist (RFC 6902, section
 * 4.2), a field to replace need not.
 */
public final class OperationsPatch {
  /** Characters: {@code JSONPatchMaxCopyBytes}. */
  private static final long MOST_COPIED = 3 * 1024 * 1024;

  private static final int MOST_OPERATIONS = 10_000;

  /** Characters of the object that are copied for each operation, for a unit of the budget. */
  private static final int COPIED_PER_UNIT = 4;

  private OperationsPatch() {}

  /**
   * The patched tree; {@code target} may be changed in the process.
   *
   * @throws dev.cnilab.cluster.client.ApiException 413 if there are too many operations; 422 if an
   *     operation cannot be done; 400 if it nests the tree too deeply, because the next one would
   *     copy the tree recursively
   */
  public static JsonNode apply(ObjectNode target, JsonNode operations) {
    if (operations.size() > MOST_OPERATIONS) {
      throw ApiErrors.tooManyOperations(MOST_OPERATIONS, operations.size());
    }
    Nesting.requireShallow(operations);
    JsonNode result = target;
    long copied = 0;
    try {
      for (JsonNode operation : operations) {
        if (operation.path("op").asText().equals("copy")) {
          copied += Json.size(result.at(operation.path("from").asText()));
        }
        if (copied > MOST_COPIED) {
          throw ApiErrors.rejected(); // each copy of the whole doubles it
        }
        Budget.charge(Json.size(result) / COPIED_PER_UNIT);
        boolean missing = result.at(operation.path("path").asText()).isMissingNode();
        if (missing && operation.path("op").asText().equals("remove")) {
          throw ApiErrors.rejected();
        }
        JsonNode done = missing && replacesKey(result, operation) ? addition(operation) : operation;
        result = Nesting.requireShallow(JsonPatch.apply(Json.array().add(done), result));
      }
    } catch (JsonPatchException | IllegalArgumentException | IllegalStateException impossible) {
      // The library reports a field of a list as an illegal state.
      throw ApiErrors.rejected();
    }
    return result;
  }

  /** Whether no test among the operations fails. */
  public static boolean testsHold(ObjectNode target, JsonNode operations) {
    JsonNode result = target.deepCopy();
    for (JsonNode operation : operations) {
      if (operation.path("op").asText().equals("test")) {
        if (!result.at(operation.path("path").asText()).equals(operation.path("value"))) {
          return false;
        }
      } else if (result instanceof ObjectNode object) {
        result = apply(object, Json.array().add(operation));
      }
    }
    return true;
  }

  private static boolean replacesKey(JsonNode target, JsonNode operation) {
    String path = operation.path("path").asText();
    return operation.path("op").asText().equals("replace")
        && path.startsWith("/")
        && target.at(path.substring(0, path.lastIndexOf('/'))).isObject();
  }

  private static JsonNode addition(JsonNode replacement) {
    return ((ObjectNode) replacement.deepCopy()).put("op", "add");
  }
}
