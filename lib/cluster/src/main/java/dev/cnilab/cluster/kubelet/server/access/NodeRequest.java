package dev.cnilab.cluster.kubelet.server.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A request to a kubelet in terms of authorization; {@code KubeletFineGrainedAuthz}.
 *
 * @param subresources of the node: a right to one of them suffices
 */
public record NodeRequest(String verb, List<String> subresources) {
  private static final Map<String, String> VERBS =
      Map.of("POST", "create", "GET", "get", "PUT", "update", "PATCH", "patch", "DELETE", "delete");

  /** Paths for which a right narrower than {@code nodes/proxy} suffices. */
  private static final Map<String, String> FINE =
      Map.of("/pods", "pods", "/runningpods", "pods", "/healthz", "healthz", "/configz", "configz");

  /** Paths for which {@code nodes/proxy} does not suffice. */
  private static final Map<String, String> OWN =
      Map.of(
          "/stats", "stats",
          "/metrics", "metrics",
          "/logs", "log",
          "/checkpoint", "checkpoint",
          "/statusz", "statusz",
          "/flagz", "flagz");

  /** For an HTTP request. */
  public static NodeRequest of(String method, String path) {
    List<String> subresources = new ArrayList<>();
    FINE.forEach(
        (root, name) -> {
          if (isWithin(path, root)) {
            subresources.add(name);
          }
        });
    String own =
        OWN.entrySet().stream()
            .filter(each -> isWithin(path, each.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("proxy");
    subresources.add(own);
    return new NodeRequest(VERBS.getOrDefault(method.toUpperCase(Locale.ROOT), ""), subresources);
  }

  private static boolean isWithin(String path, String root) {
    return path.equals(root) || path.startsWith(root + "/");
  }
}
