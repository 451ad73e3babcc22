package dev.cnilab.cluster.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.value.Quantity;
import dev.cnilab.cluster.placement.QosClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What may change in a pod through its subresource resize; {@code ValidatePodResize}. */
final class PodResizeRules {
  private static final List<String> LISTS = List.of("requests", "limits");
  private static final List<String> RESIZABLE = List.of("cpu", "memory");

  private PodResizeRules() {}

  static List<FieldError> check(KubeObject pod, KubeObject old) {
    if (old.annotations().containsKey("kubernetes.io/config.mirror")) {
      return List.of(FieldError.forbidden("", "static pods cannot be resized"));
    }
    List<FieldError> errors = new ArrayList<>();
    if (!QosClass.of(old.at("/spec")).equals(QosClass.of(pod.at("/spec")))) {
      errors.add(
          FieldError.invalid(
              "spec",
              old.at("/status/qosClass"),
              "Pod QOS Class may not change as a result of resizing"));
    }
    List<FieldError> disorder = new ArrayList<>();
    order("containers", pod, old, disorder);
    order("initContainers", pod, old, disorder);
    errors.addAll(disorder);
    if (disorder.isEmpty()) {
      removed("initContainers", pod, old, errors);
      removed("containers", pod, old, errors);
      others(pod, old, errors);
    }
    return errors;
  }

  private static void order(String list, KubeObject pod, KubeObject old, List<FieldError> errors) {
    JsonNode now = pod.at("/spec/" + list);
    JsonNode before = old.at("/spec/" + list);
    if (now.size() != before.size()) {
      errors.add(
          FieldError.forbidden("spec." + list, list + " may not be added or removed on resize"));
      return;
    }
    for (int i = 0; i < now.size(); i++) {
      if (!now.get(i).path("name").equals(before.get(i).path("name"))) {
        errors.add(
            FieldError.forbidden(
                "spec." + list + "[" + i + "].name",
                list + " may not be renamed or reordered on resize"));
      }
    }
  }

  private static void removed(
      String list, KubeObject pod, KubeObject old, List<FieldError> errors) {
    JsonNode now = pod.at("/spec/" + list);
    JsonNode before = old.at("/spec/" + list);
    for (int i = 0; i < now.size(); i++) {
      for (String kind : LISTS) {
        JsonNode left = now.get(i).path("resources").path(kind);
        boolean lost =
            before.get(i).path("resources").path(kind).properties().stream()
                .anyMatch(each -> !left.has(each.getKey()));
        if (lost) {
          errors.add(
              FieldError.forbidden(
                  "spec.%s[%d].resources.%s".formatted(list, i, kind),
                  "resource " + kind + " cannot be removed"));
        }
      }
    }
  }

  private static boolean isSidecar(JsonNode container) {
    return container.path("restartPolicy").asText("").equals("Always");
  }

  private static void others(KubeObject pod, KubeObject old, List<FieldError> errors) {
    JsonNode containers = pod.at("/spec/containers");
    for (int i = 0; i < containers.size(); i++) {
      if (!rest(containers.get(i)).equals(rest(old.at("/spec/containers").get(i)))) {
        errors.add(FieldError.forbidden("spec", "only cpu and memory resources are mutable"));
      }
    }
    JsonNode init = pod.at("/spec/initContainers");
    for (int i = 0; i < init.size(); i++) {
      JsonNode before = old.at("/spec/initContainers").get(i);
      String field = "spec.initContainers[" + i + "]";
      if (!rest(init.get(i)).equals(rest(before))) {
        errors.add(
            FieldError.forbidden(
                field, "only cpu and memory resources for init or sidecar containers are mutable"));
      }
      boolean changed = !init.get(i).equals(before);
      if (changed && !isSidecar(before) && restarts(init.get(i))) {
        errors.add(
            FieldError.forbidden(
                field,
                "non-sidecar init containers with a resize policy of RestartContainer cannot be"
                    + " resized"));
      }
    }
  }

  private static boolean restarts(JsonNode container) {
    for (JsonNode policy : container.path("resizePolicy")) {
      if (policy.path("restartPolicy").asText("").equals("RestartContainer")) {
        return true;
      }
    }
    return false;
  }

  /** A container without its CPU and memory quantities. */
  private static List<Object> rest(JsonNode container) {
    Map<String, Long> amounts = new TreeMap<>();
    for (String kind : LISTS) {
      container
          .path("resources")
          .path(kind)
          .properties()
          .forEach(
              each -> {
                if (!RESIZABLE.contains(each.getKey())) {
                  amounts.put(kind + " " + each.getKey(), Quantity.milli(each.getValue().asText()));
                }
              });
    }
    ObjectNode others = container.deepCopy();
    JsonNode claims = others.path("resources").path("claims");
    others.remove("resources");
    return List.of(others, amounts, claims);
  }
}
