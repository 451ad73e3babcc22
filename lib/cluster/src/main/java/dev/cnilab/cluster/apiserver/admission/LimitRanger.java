package dev.cnilab.cluster.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives containers the default resources of the namespace's LimitRange and refuses values outside
 * its bounds. After {@code plugin/pkg/admission/limitranger}.
 */
public final class LimitRanger implements Admission {
  private static final List<String> CONTAINERS = List.of("initContainers", "containers");

  private final ObjectStore store;

  public LimitRanger(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void admit(ResourceType type, ObjectNode object) {
    boolean pod = type.equals(ResourceTypes.PODS);
    if (!pod && !type.equals(ResourceTypes.PERSISTENT_VOLUME_CLAIMS)) {
      return;
    }
    List<String> errors = new ArrayList<>();
    String namespace = object.at("/metadata/namespace").asText("");
    for (KubeObject range : store.list(ResourceTypes.LIMIT_RANGES, namespace)) {
      if (pod) {
        complete(object, range);
      }
    }
    for (KubeObject range : store.list(ResourceTypes.LIMIT_RANGES, namespace)) {
      range.at("/spec/limits").forEach(item -> check(object, item, pod, errors));
    }
    if (!errors.isEmpty()) {
      throw ApiErrors.forbidden(
          type,
          object.at("/metadata/name").asText(""),
          errors.size() == 1 ? errors.getFirst() : "[" + String.join(", ", errors) + "]");
    }
  }

  private static void complete(ObjectNode pod, KubeObject range) {
    List<String> told = new ArrayList<>();
    for (JsonNode item : range.at("/spec/limits")) {
      if (item.path("type").asText().equals("Container")) {
        for (String list : CONTAINERS) {
          String word = list.equals("containers") ? "container" : "init container";
          for (JsonNode container : pod.at("/spec/" + list)) {
            String name = word + " " + container.path("name").asText();
            fill(container, "requests", item.path("defaultRequest"), "request for " + name, told);
            fill(container, "limits", item.path("default"), "limit for " + name, told);
          }
        }
      }
    }
    if (!told.isEmpty()) {
      pod.withObject("/metadata")
          .withObject("/annotations")
          .put("kubernetes.io/limit-ranger", "LimitRanger plugin set: " + String.join("; ", told));
    }
  }

  private static void fill(
      JsonNode container, String kind, JsonNode defaults, String of, List<String> told) {
    List<String> filled = new ArrayList<>();
    defaults
        .propertyStream()
        .filter(each -> !container.path("resources").path(kind).has(each.getKey()))
        .forEach(
            each -> {
              ((ObjectNode) container)
                  .withObject("/resources")
                  .withObject("/" + kind)
                  .set(each.getKey(), each.getValue());
              filled.add(each.getKey());
            });
    if (!filled.isEmpty()) {
      told.add(String.join(", ", filled.stream().sorted().toList()) + " " + of);
    }
  }

  private static void check(ObjectNode object, JsonNode item, boolean pod, List<String> errors) {
    String kind = item.path("type").asText();
    if (!pod && kind.equals("PersistentVolumeClaim")) {
      new LimitCheck(item, errors).storage(object.at("/spec/resources/requests"));
    } else if (pod && kind.equals("Container")) {
      for (String list : CONTAINERS) {
        for (JsonNode container : object.at("/spec/" + list)) {
          new LimitCheck(item, errors).resources(container.path("resources"));
        }
      }
    } else if (pod && kind.equals("Pod")) {
      new LimitCheck(item, errors).resources(LimitCheck.sum(object));
    }
  }
}
