package dev.cnilab.lab.client;

import dev.cnilab.lab.client.message.Json;
import java.util.List;
import java.util.Map;

/** API objects for tests. */
public final class Given {

  private Given() {}

  public static Json node(String name, String podCidr, boolean ready) {
    return Json.of(
        Map.of(
            "metadata", Map.of("name", name),
            "spec", Map.of("podCIDR", podCidr),
            "status",
                Map.of(
                    "conditions",
                    List.of(
                        Map.of(
                            "type", "Ready",
                            "status", ready ? "True" : "False",
                            "message",
                                ready
                                    ? "kubelet is posting ready status"
                                    : "container runtime network not ready: cni plugin not"
                                        + " initialized")))));
  }

  public static Json pod(String name, String node, String ip, Map<String, String> labels) {
    return Json.of(
        Map.of(
            "metadata",
                Map.of("name", name, "namespace", "default", "uid", "u-" + name, "labels", labels),
            "spec", Map.of("nodeName", node),
            "status",
                Map.of(
                    "phase",
                    ip.isEmpty() ? "Pending" : "Running",
                    "podIP",
                    ip,
                    "conditions",
                    List.of(Map.of("type", "Ready", "status", ip.isEmpty() ? "False" : "True")))));
  }

  public static Json event(String reason, String message) {
    return Json.of(
        Map.of(
            "type",
            "Warning",
            "reason",
            reason,
            "count",
            3,
            "message",
            message,
            "source",
            Map.of("component", "kubelet"),
            "lastTimestamp",
            "2026-01-01T00:00:00Z"));
  }
}
