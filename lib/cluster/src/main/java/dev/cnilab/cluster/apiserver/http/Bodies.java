package dev.cnilab.cluster.apiserver.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cnilab.cluster.apiserver.schema.Protobuf;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.io.IOException;
import java.util.Optional;

/** Reads what requests carry. */
final class Bodies {
  private static final String ACCEPTED =
      "application/json, application/yaml, " + Protobuf.MEDIA_TYPE;

  KubeObject object(RestRequest request) {
    return KubeObject.of(tree(request));
  }

  Patch patch(RestRequest request, String subresource) {
    for (Patch.Type type : Patch.Type.values()) {
      if (type.mediaType().equals(request.contentType())) {
        JsonNode body =
            type == Patch.Type.APPLY ? yaml(request.body().text()) : json(request.body().text());
        String manager = request.parameter("fieldManager");
        if (type == Patch.Type.APPLY && manager.isEmpty()) {
          throw ApiErrors.badRequest(
              "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager:"
                  + " Required value: is required for apply patch");
        }
        return new Patch(
            type,
            body,
            subresource,
            manager,
            request.isSet("force") ? Patch.OnConflict.TAKE_OVER : Patch.OnConflict.REFUSE);
      }
    }
    throw ApiErrors.unsupportedMediaType(
        "application/json-patch+json, application/merge-patch+json,"
            + " application/strategic-merge-patch+json, application/apply-patch+yaml");
  }

  DeleteOptions deleteOptions(RestRequest request) {
    JsonNode body = request.body().isEmpty() ? Json.object() : tree(request);
    String grace = request.parameter("gracePeriodSeconds");
    JsonNode wanted = body.path("gracePeriodSeconds");
    Optional<Long> seconds =
        !grace.isEmpty()
            ? Optional.of(Long.valueOf(grace))
            : wanted.isNumber() ? Optional.of(wanted.asLong()) : Optional.empty();
    String policy =
        request.parameter("propagationPolicy").isEmpty()
            ? body.path("propagationPolicy").asText("")
            : request.parameter("propagationPolicy");
    DeleteOptions.Propagation propagation =
        switch (policy) {
          case "Foreground" -> DeleteOptions.Propagation.FOREGROUND;
          case "Orphan" -> DeleteOptions.Propagation.ORPHAN;
          default -> DeleteOptions.Propagation.BACKGROUND;
        };
    return new DeleteOptions(seconds, propagation, body.at("/preconditions/uid").asText(""));
  }

  private static ObjectNode tree(RestRequest request) {
    JsonNode tree =
        switch (request.contentType()) {
          case "", "application/json" -> json(request.body().text());
          case "application/yaml" -> yaml(request.body().text());
          case Protobuf.MEDIA_TYPE -> protobuf(request.body());
          default -> throw ApiErrors.unsupportedMediaType(ACCEPTED);
        };
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw ApiErrors.badRequest(
        "the object provided is unrecognized (must be of type "
            + "Object): couldn't get version/kind; json parse error: it is "
            + tree.getNodeType());
  }

  private static JsonNode json(String body) {
    try {
      return Json.parse(body);
    } catch (IllegalArgumentException malformed) {
      throw ApiErrors.badRequest(String.valueOf(malformed.getMessage()));
    }
  }

  private static JsonNode protobuf(RequestBody body) {
    try {
      return Protobuf.decode(body.bytes());
    } catch (IllegalArgumentException malformed) {
      throw ApiErrors.badRequest(String.valueOf(malformed.getMessage()));
    }
  }

  private static JsonNode yaml(String body) {
    try {
      return new YAMLMapper().readTree(body);
    } catch (IOException malformed) {
      throw ApiErrors.badRequest("error converting YAML to JSON: " + malformed.getMessage());
    }
  }
}
