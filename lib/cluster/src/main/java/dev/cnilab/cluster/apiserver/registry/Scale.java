package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.custom.CustomKind;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The {@code scale} subresource: how many replicas there are and should be.
 *
 * @param wanted the JSON pointer to the desired number; the others are pointers too
 * @param present to the present number
 * @param selector to the selector, a string or a LabelSelector
 */
record Scale(String wanted, String present, String selector) {
  private static final Scale BUILT_IN =
      new Scale("/spec/replicas", "/status/replicas", "/spec/selector");

  /** For a built-in type, or for a kind whose definition names the fields. */
  static Scale of(Optional<CustomKind> custom) {
    return custom
        .map(kind -> kind.version().at("/subresources/scale"))
        .map(
            scale ->
                new Scale(
                    pointer(scale.path("specReplicasPath")),
                    pointer(scale.path("statusReplicasPath")),
                    pointer(scale.path("labelSelectorPath"))))
        .orElse(BUILT_IN);
  }

  private static String pointer(JsonNode path) {
    return path.asText("").replace('.', '/');
  }

  /** The Scale of an object. */
  KubeObject show(KubeObject object) {
    ObjectNode json = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    ObjectNode metadata = json.putObject("metadata");
    for (String field :
        new String[] {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"}) {
      if (!object.at("/metadata/" + field).isMissingNode()) {
        metadata.set(field, object.at("/metadata/" + field));
      }
    }
    ObjectNode spec = json.putObject("spec");
    if (object.at(wanted).asInt() != 0) {
      spec.put("replicas", object.at(wanted).asInt()); // omitted if empty
    }
    json.putObject("status")
        .put("replicas", object.at(present).asInt())
        .put("selector", text(object));
    return KubeObject.of(json);
  }

  private String text(KubeObject object) {
    return object.at(selector).isTextual()
        ? object.text(selector)
        : new TreeMap<>(object.map(selector + "/matchLabels"))
            .entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(","));
  }

  /** The object with the number of replicas from a Scale. */
  KubeObject write(KubeObject object, KubeObject scale) {
    int last = wanted.lastIndexOf('/');
    return object.edit(
        json -> {
          json.withObject(wanted.substring(0, last))
              .put(wanted.substring(last + 1), scale.at("/spec/replicas").asInt());
          json.withObject("/metadata").put("resourceVersion", scale.resourceVersion());
        });
  }
}
