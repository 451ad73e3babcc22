package dev.cnilab.cluster.apiserver.warning;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.value.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Warnings about a pod's spec, or a template's ({@code pkg/api/pod/warnings.go}). */
final class PodWarnings {
  private static final String NULL_SELECTOR =
      ".labelSelector: a null labelSelector results in matching no pod";

  private final List<String> warnings = new ArrayList<>();

  private PodWarnings() {}

  /** The warnings about a spec at a path of its object. */
  static List<String> of(String path, JsonNode spec) {
    PodWarnings found = new PodWarnings();
    found.scheduling(path, spec);
    found.repeated(path + ".hostAliases", spec.path("hostAliases"), "ip");
    found.volumes(path + ".volumes", spec.path("volumes"));
    found.repeated(path + ".imagePullSecrets", spec.path("imagePullSecrets"), "name");
    found.unnamed(path + ".imagePullSecrets", spec.path("imagePullSecrets"));
    for (String field : List.of("initContainers", "containers")) {
      JsonNode containers = spec.path(field);
      for (int i = 0; i < containers.size(); i++) {
        found.container(path + "." + field + "[" + i + "]", containers.get(i));
      }
    }
    found.warnings.addAll(PortWarnings.of(path, spec));
    return found.warnings;
  }

  private void scheduling(String path, JsonNode spec) {
    spec.path("nodeSelector")
        .properties()
        .forEach(
            label ->
                DeprecatedLabels.warning(
                        path + ".nodeSelector[" + label.getKey() + "]", label.getKey())
                    .ifPresent(warnings::add));
    for (String kind : List.of("podAffinity", "podAntiAffinity")) {
      String required = "requiredDuringSchedulingIgnoredDuringExecution";
      withoutSelector(
          path + ".affinity." + kind + "." + required,
          spec.path("affinity").path(kind).path(required));
    }
    withoutSelector(path + ".topologySpreadConstraints", spec.path("topologySpreadConstraints"));
  }

  private void withoutSelector(String path, JsonNode terms) {
    for (int i = 0; i < terms.size(); i++) {
      if (!terms.get(i).has("labelSelector")) {
        warnings.add(path + "[" + i + "]" + NULL_SELECTOR);
      }
    }
  }

  private void repeated(String path, JsonNode items, String field) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      String value = items.get(i).path(field).asText("");
      if (!value.isEmpty() && !seen.add(value)) {
        warnings.add("%s[%d].%s: duplicate %s \"%s\"".formatted(path, i, field, field, value));
      }
    }
  }

  private void unnamed(String path, JsonNode items) {
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).path("name").asText("").isEmpty()) {
        warnings.add(path + "[" + i + "].name: invalid empty name \"\"");
      }
    }
  }

  private void volumes(String path, JsonNode volumes) {
    for (int i = 0; i < volumes.size(); i++) {
      for (JsonNode source : volumes.get(i).path("projected").path("sources")) {
        if (source.isEmpty()) {
          warnings.add(
              "volume \"%s\" (Projected) has no sources provided"
                  .formatted(volumes.get(i).path("name").asText()));
        }
      }
      if (volumes.get(i).has("gitRepo")) {
        warnings.add(
            path + "[" + i + "].gitRepo: deprecated in v1.11, and disabled by default in v1.33+");
      }
    }
  }

  private void container(String path, JsonNode container) {
    JsonNode variables = container.path("env");
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < variables.size(); i++) {
      String name = variables.get(i).path("name").asText();
      boolean extendsIt = variables.get(i).path("value").asText("").contains("$(" + name + ")");
      if (!seen.add(name) && !extendsIt) {
        warnings.add(
            "%s.env[%d]: hides previous definition of \"%s\", which may be dropped when using apply"
                .formatted(path, i, name));
      }
    }
    for (String kind : List.of("limits", "requests")) {
      String memory = container.path("resources").path(kind).path("memory").asText("");
      if (Quantity.value(memory).filter(PodWarnings::isFraction).isPresent()) {
        warnings.add(
            "%s.resources.%s[memory]: fractional byte value \"%s\" is invalid, must be an integer"
                .formatted(path, kind, memory));
      }
    }
  }

  private static boolean isFraction(BigDecimal amount) {
    return amount.stripTrailingZeros().scale() > 0;
  }
}
