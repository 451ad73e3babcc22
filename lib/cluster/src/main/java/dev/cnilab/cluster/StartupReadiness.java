package dev.cnilab.cluster;

import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** What a cluster that is starting still lacks. */
record StartupReadiness(ApiClient client, ClusterSpec spec) {
  /** Whether nothing is missing; on the loop only. */
  boolean isComplete() {
    return missing(pod -> "").isEmpty();
  }

  /** One line for each thing that is missing, with what went wrong; on the loop only. */
  List<String> missing() {
    return missing(this::lastWarning);
  }

  private List<String> missing(Function<KubeObject, String> remark) {
    List<String> missing = new ArrayList<>();
    boolean networked = spec.cni() != Cni.NONE;
    List<KubeObject> nodes = client.list(ResourceTypes.NODES);
    if (nodes.size() < spec.nodes()) {
      missing.add(nodes.size() + " of " + spec.nodes() + " nodes have registered");
    }
    for (KubeObject node : nodes) {
      if (node.text("/spec/podCIDR").isEmpty()) {
        missing.add("node " + node.name() + " has no podCIDR");
      }
      if (networked && node.at("/spec/taints").toString().contains("node.kubernetes.io")) {
        missing.add("node " + node.name() + " has " + node.at("/spec/taints"));
      }
    }
    List<KubeObject> pods = client.list(ResourceTypes.PODS);
    if (pods.size() < 4) {
      missing.add("the static pods");
    }
    for (KubeObject pod : pods) {
      boolean waitsForNetwork = !networked && !pod.at("/spec/hostNetwork").asBoolean();
      if (!waitsForNetwork && !new Pod(pod).isReady()) {
        missing.add(
            "pod " + pod.namespace() + "/" + pod.name() + " is not ready" + remark.apply(pod));
      }
    }
    for (KubeObject set : client.list(ResourceTypes.DAEMON_SETS)) {
      if (set.at("/status/numberReady").asInt() < spec.nodes()) {
        missing.add("daemon set " + set.name() + " is not on every node");
      }
    }
    for (KubeObject deployment : client.list(ResourceTypes.DEPLOYMENTS)) {
      if (networked
          && deployment.at("/status/availableReplicas").asInt()
              < deployment.at("/spec/replicas").asInt()) {
        missing.add("deployment " + deployment.name() + " is not available");
      }
    }
    return missing;
  }

  /** What the pod's events report, if anything went wrong. */
  private String lastWarning(KubeObject pod) {
    return client.list(ResourceTypes.EVENTS, pod.namespace(), ListOptions.everything()).stream()
        .filter(event -> event.text("/involvedObject/uid").equals(pod.uid()))
        .filter(event -> event.text("/type").equals("Warning"))
        .max(Comparator.comparing(event -> event.text("/lastTimestamp")))
        .map(event -> ": " + event.text("/reason") + ", " + event.text("/message"))
        .orElse("");
  }
}
