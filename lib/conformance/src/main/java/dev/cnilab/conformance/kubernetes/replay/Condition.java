package dev.cnilab.conformance.kubernetes.replay;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The condition in a transcript's remark about a wait, as a query of the cluster. */
record Condition(Predicate<ApiClient> holds) {
  private static final Pattern POD_READY = Pattern.compile("pod (\\S+) is Ready");
  private static final Pattern NODE = Pattern.compile("(\\S+) is (Ready|NotReady)");
  private static final Pattern NO_POD = Pattern.compile("no (kube-proxy|CoreDNS) pod");
  private static final Pattern AVAILABLE =
      Pattern.compile("(ten|all) .*(available|run)|CoreDNS is available");

  /** The condition, if the wording is known. */
  static Optional<Condition> of(String words) {
    Matcher pod = POD_READY.matcher(words);
    if (pod.matches()) {
      return when(client -> isReady(client, pod.group(1)));
    }
    Matcher node = NODE.matcher(words);
    if (node.matches()) {
      return when(client -> readiness(client, node.group(1)).equals(node.group(2)));
    }
    Matcher none = NO_POD.matcher(words);
    if (none.matches()) {
      return when(client -> !anyPod(client, none.group(1).toLowerCase(java.util.Locale.ROOT)));
    }
    if (words.equals("kube-proxy runs")) {
      return when(client -> isUpdated(client, "kube-system", "kube-proxy"));
    }
    if (words.equals("flannel runs on both nodes")) {
      return when(client -> isUpdated(client, "kube-flannel", "kube-flannel-ds"));
    }
    if (AVAILABLE.matcher(words).matches()) {
      return when(Condition::deploymentsAvailable);
    }
    return Optional.empty();
  }

  private static Optional<Condition> when(Predicate<ApiClient> holds) {
    return Optional.of(new Condition(holds));
  }

  /** In any namespace: a remark does not name it. */
  private static boolean isReady(ApiClient client, String pod) {
    return client.list(ResourceTypes.PODS).stream()
        .filter(found -> found.name().equals(pod))
        .anyMatch(found -> !found.isTerminating() && new Pod(found).isReady());
  }

  private static String readiness(ApiClient client, String node) {
    KubeObject found = client.get(ResourceTypes.NODES, "", node);
    for (var condition : found.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True") ? "Ready" : "NotReady";
      }
    }
    return "";
  }

  private static boolean anyPod(ApiClient client, String name) {
    return list(client, ResourceTypes.PODS, "kube-system").stream()
        .anyMatch(pod -> pod.name().startsWith(name));
  }

  /** As {@code kubectl rollout status} checks a DaemonSet. */
  private static boolean isUpdated(ApiClient client, String namespace, String name) {
    KubeObject set = client.get(ResourceTypes.DAEMON_SETS, namespace, name);
    int wanted = client.list(ResourceTypes.NODES).size();
    return set.generation() == set.at("/status/observedGeneration").asLong()
        && set.at("/status/numberAvailable").asInt() == wanted
        && set.at("/status/updatedNumberScheduled").asInt() == wanted;
  }

  private static boolean deploymentsAvailable(ApiClient client) {
    return client.list(ResourceTypes.DEPLOYMENTS).stream()
        .allMatch(
            deployment ->
                deployment.at("/status/availableReplicas").asInt()
                    >= deployment.at("/spec/replicas").asInt());
  }

  private static java.util.List<KubeObject> list(
      ApiClient client, ResourceType type, String namespace) {
    return client.list(type, namespace, ListOptions.everything());
  }
}
