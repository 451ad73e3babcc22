package dev.cnilab.cluster.kubelet.environment;

import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.log.GoText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The downward API: a field of the pod as text. */
public final class FieldReference {
  private static final Pattern SUBSCRIPT =
      Pattern.compile("metadata\\.(labels|annotations)\\['(.*)'\\]");

  private FieldReference() {}

  /**
   * The value of a field.
   *
   * @throws IllegalArgumentException if the field does not exist or may not be referred to
   */
  public static String value(Pod pod, String path, String nodeIp, List<String> ips) {
    Matcher subscript = SUBSCRIPT.matcher(path);
    if (subscript.matches()) {
      return map(pod, subscript.group(1)).getOrDefault(subscript.group(2), "");
    }
    return switch (path) {
      case "metadata.name" -> pod.name();
      case "metadata.namespace" -> pod.namespace();
      case "metadata.uid" -> pod.uid();
      case "metadata.labels" -> lines(pod.object().labels());
      case "metadata.annotations" -> lines(pod.object().annotations());
      case "spec.nodeName" -> pod.object().text("/spec/nodeName");
      case "spec.serviceAccountName" -> pod.object().text("/spec/serviceAccountName");
      case "status.hostIP", "status.hostIPs" -> nodeIp;
      case "status.podIP" -> ips.isEmpty() ? "" : ips.getFirst();
      case "status.podIPs" -> String.join(",", ips);
      default -> throw new IllegalArgumentException("unsupported fieldPath: " + path);
    };
  }

  private static Map<String, String> map(Pod pod, String field) {
    return field.equals("labels") ? pod.object().labels() : pod.object().annotations();
  }

  private static String lines(Map<String, String> map) {
    return new TreeMap<>(map)
        .entrySet().stream()
            .map(entry -> entry.getKey() + "=" + GoText.quote(entry.getValue()))
            .collect(Collectors.joining("\n"));
  }
}
