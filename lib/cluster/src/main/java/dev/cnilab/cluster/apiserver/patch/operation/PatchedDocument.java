package dev.cnilab.cluster.apiserver.patch.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cnilab.cluster.apiserver.schema.decoding.Nesting;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.Json;

/**
 * A tree and the operations that are done to it in place: one costs what it adds, compares or
 * copies, however large the tree is.
 */
final class PatchedDocument {
  /** Characters: {@code JSONPatchMaxCopyBytes}. */
  private static final long MOST_COPIED = 3 * 1024 * 1024;

  private JsonNode root;
  private long copied;

  PatchedDocument(JsonNode root) {
    this.root = root;
  }

  JsonNode root() {
    return root;
  }

  /**
   * Does an operation.
   *
   * @throws dev.cnilab.cluster.client.ApiException 422 if it can't be done, 400 if it copies what
   *     is nested too deeply
   */
  void apply(JsonNode operation) {
    switch (operation.path("op").asText("")) {
      case "add" -> place(operation, "path").add(value(operation));
      case "remove" -> place(operation, "path").remove();
      case "replace" -> replace(operation);
      case "move" -> {
        OperationTarget from = place(operation, "from");
        JsonNode moved = OperationTarget.kept(from.get());
        from.remove();
        place(operation, "path").add(moved);
      }
      case "copy" -> {
        JsonNode from = place(operation, "from").get();
        place(operation, "path").add(OperationTarget.kept(copy(from)));
      }
      case "test" -> {
        if (!holds(operation)) {
          throw ApiErrors.rejected();
        }
      }
      default -> throw ApiErrors.rejected();
    }
  }

  private void replace(JsonNode operation) {
    JsonNode value = value(operation);
    if (text(operation, "path").isEmpty()) {
      if (!value.isContainerNode()) {
        throw ApiErrors.rejected();
      }
      root = value;
    } else {
      OperationTarget place = place(operation, "path");
      var unused = place.get(); // an item to replace must be there
      place.set(value);
    }
  }

  /** Whether what is there has the value of a test. */
  boolean holds(JsonNode test) {
    String path = text(test, "path");
    JsonNode there = path.isEmpty() ? root : OperationTarget.of(root, path).get();
    JsonNode wanted = test.path("value");
    return there.equals(wanted.isNull() ? MissingNode.getInstance() : wanted);
  }

  /** What a copy would double is bounded before it is copied: its depth and its size. */
  private JsonNode copy(JsonNode value) {
    copied += Json.size(Nesting.requireShallow(value));
    if (copied > MOST_COPIED) {
      throw ApiErrors.rejected();
    }
    return value.deepCopy();
  }

  /** The tree changes what it holds, and a request may be answered from the beginning. */
  private static JsonNode value(JsonNode operation) {
    JsonNode value = operation.path("value");
    return value.isMissingNode() ? NullNode.getInstance() : value.deepCopy();
  }

  private OperationTarget place(JsonNode operation, String field) {
    return OperationTarget.of(root, text(operation, field));
  }

  private static String text(JsonNode operation, String field) {
    JsonNode text = operation.path(field);
    if (!text.isTextual()) {
      throw ApiErrors.rejected();
    }
    return text.asText();
  }
}
