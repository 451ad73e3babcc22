package dev.cnilab.cluster.kubelet.configuration;

import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.placement.KubeletLabels;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The labels of {@code --node-labels}; Kubernetes' {@code ValidateKubeletFlags}. */
public final class NodeLabels {
  private NodeLabels() {}

  /**
   * Parses them: {@code key=value} or {@code key}, separated by commas.
   *
   * @throws IOException in the kubelet's words if a node may not set one of them on itself
   */
  public static Map<String, String> parse(String text) throws IOException {
    Map<String, String> labels = new TreeMap<>();
    for (String label : text.split(",", -1)) {
      if (!label.isEmpty()) {
        String[] pair = label.split("=", 2);
        labels.put(pair[0].strip(), pair.length > 1 ? pair[1].strip() : "");
      }
    }
    requireAllowed(labels);
    requireValid(labels);
    return labels;
  }

  private static void requireAllowed(Map<String, String> labels) throws IOException {
    TreeSet<String> refused = new TreeSet<>(labels.keySet());
    refused.removeIf(key -> !KubeletLabels.isReserved(key));
    if (!refused.isEmpty()) {
      throw new IOException(
          ("failed to validate kubelet flags: unknown 'kubernetes.io' or 'k8s.io' labels specified"
                  + " with --node-labels: [%s]\n--node-labels in the 'kubernetes.io' namespace must"
                  + " begin with an allowed prefix (%s) or be in the specifically allowed set (%s)")
              .formatted(
                  String.join(" ", refused),
                  String.join(", ", KubeletLabels.NAMESPACES),
                  String.join(", ", KubeletLabels.ALL)));
    }
  }

  private static void requireValid(Map<String, String> labels) throws IOException {
    List<String> errors = new ArrayList<>();
    labels.forEach(
        (key, value) -> {
          List<String> ofKey = Format.keyViolations(key);
          if (!ofKey.isEmpty()) {
            errors.add("'" + key + "' - " + String.join(", ", ofKey));
          }
          List<String> ofValue = Format.LABEL_VALUE.violations(value);
          if (!ofValue.isEmpty()) {
            errors.add("'" + value + "' - " + String.join(", ", ofValue));
          }
        });
    if (!errors.isEmpty()) {
      throw new IOException(
          "failed to validate kubelet flags: invalid node labels: " + String.join("; ", errors));
    }
  }
}
