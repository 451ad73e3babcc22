package dev.cnilab.cluster.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.Json;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;

/** JSON patch, RFC 6902: what is to be removed must be there (section 4.2). */
public final class OperationsPatch {
  private OperationsPatch() {}

  /**
   * The patched tree; {@code target} may be changed on the way.
   *
   * @throws dev.cnilab.cluster.client.ApiException 422 if an operation cannot be done
   */
  public static JsonNode apply(ObjectNode target, JsonNode operations) {
    JsonNode result = target;
    try {
      for (JsonNode operation : operations) {
        if (operation.path("op").asText().equals("remove")
            && result.at(operation.path("path").asText()).isMissingNode()) {
          throw ApiErrors.rejected();
        }
        result = JsonPatch.apply(Json.array().add(operation), result);
      }
    } catch (JsonPatchException | IllegalArgumentException impossible) {
      throw ApiErrors.rejected();
    }
    return result;
  }
}
