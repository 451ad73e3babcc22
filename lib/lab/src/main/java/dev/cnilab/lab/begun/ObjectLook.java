package dev.cnilab.lab.begun;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.text.Sha256;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The objects that make up the network or the step, as seen in one look. */
record ObjectLook(Cluster cluster) {

  /** The namespaces of the cluster's own network. */
  private static final List<String> SYSTEM = List.of("kube-system", "kube-flannel");

  private static final Map<String, String> KINDS =
      Map.of(
          "daemonset", "/apis/apps/v1/namespaces/%s/daemonsets",
          "deployment", "/apis/apps/v1/namespaces/%s/deployments",
          "service", "/api/v1/namespaces/%s/services");

  private static final String CONFIG_MAPS = "/api/v1/namespaces/%s/configmaps";
  private static final String POLICIES = "/apis/networking.k8s.io/v1/networkpolicies";
  private static final String RESTARTED = "kubectl.kubernetes.io/restartedAt";

  /** Everything that was seen, by name. */
  Map<String, String> things() {
    Map<String, String> things = new TreeMap<>();
    SYSTEM.forEach(
        namespace -> {
          KINDS.forEach((kind, path) -> specs(kind, path.formatted(namespace), things));
          lines(namespace, things);
        });
    specs("networkpolicy", POLICIES, things);
    String own = cluster.namespace();
    specs("service", KINDS.getOrDefault("service", "").formatted(own), things);
    specs("deployment", KINDS.getOrDefault("deployment", "").formatted(own), things);
    cluster.table("/api/v1/nodes").objects().forEach(node -> node(node, things));
    return things;
  }

  private void specs(String kind, String path, Map<String, String> things) {
    cluster
        .table(path)
        .objects()
        .forEach(object -> things.put(name(kind, object), digest(spec(object))));
  }

  private static String name(String kind, Json object) {
    return "%s %s/%s"
        .formatted(object.text("/metadata/namespace"), kind, object.text("/metadata/name"));
  }

  /** The spec; a restart by {@code kubectl rollout restart} does not count as a change. */
  private static String spec(Json object) {
    return object.at("/spec").without(RESTARTED).canonical();
  }

  private static String digest(String text) {
    return State.DIGEST + Sha256.hex(text);
  }

  /** Compares line by line, so that lines may be added where none may be removed. */
  private void lines(String namespace, Map<String, String> things) {
    for (Json map : cluster.table(CONFIG_MAPS.formatted(namespace)).objects()) {
      map.fields("/data")
          .forEach(
              (file, text) ->
                  text.lines()
                      .map(String::strip)
                      .filter(line -> !line.isEmpty())
                      .forEach(line -> add(name("configmap", map) + " " + file, line, things)));
    }
  }

  /** Adds a line; one that occurs twice counts as two things. */
  private static void add(String file, String line, Map<String, String> things) {
    String thing = file + ": " + line;
    for (int times = 2; things.containsKey(thing); times++) {
      thing = "%s: %s (%d)".formatted(file, line, times);
    }
    things.put(thing, "");
  }

  /** Adds a node, without what its conditions bring with them. */
  private static void node(Json node, Map<String, String> things) {
    String taints =
        node.list("/spec/taints").stream()
            .map(taint -> taint.text("/key") + ":" + taint.text("/effect"))
            .filter(taint -> !taint.matches("node\\.(kubernetes|cloudprovider.kubernetes)\\.io/.*"))
            .sorted()
            .collect(Collectors.joining(", "));
    things.put(
        node.text("/metadata/name") + " node",
        (node.flag("/spec/unschedulable") ? "cordoned" : "takes pods")
            + (taints.isEmpty() ? "" : ", taints " + taints));
  }
}
