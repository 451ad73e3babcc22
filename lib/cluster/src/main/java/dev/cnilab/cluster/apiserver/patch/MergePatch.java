package dev.cnilab.cluster.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;

/** JSON merge patch, RFC 7386. */
public final class MergePatch {
  private MergePatch() {}

  /** The patched tree; {@code target} may be changed in the process. */
  public static JsonNode apply(JsonNode target, JsonNode patch) {
    if (!(patch instanceof ObjectNode changes)) {
      return patch.deepCopy();
    }
    ObjectNode result = target instanceof ObjectNode object ? object : Json.object();
    changes
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isNull()) {
                result.remove(field.getKey());
              } else {
                result.set(field.getKey(), apply(result.path(field.getKey()), field.getValue()));
              }
            });
    return result;
  }
}
