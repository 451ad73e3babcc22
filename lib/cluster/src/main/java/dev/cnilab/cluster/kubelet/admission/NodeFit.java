package dev.cnilab.cluster.kubelet.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.kubelet.pod.NodeContext;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.HostPorts;
import dev.cnilab.cluster.placement.NodeAffinity;
import dev.cnilab.cluster.placement.Resources;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Whether a pod fits on the node: the scheduler has not checked a pod that names its own node
 * ({@code generalFilter} of the kubelet).
 *
 * @param allocated a pod of this node with the resources that it has, whatever it asks for now
 */
public record NodeFit(
    EarlierPods earlier, UnaryOperator<Pod> allocated, NodeContext node, ApiClient client) {
  private static final int SYSTEM_CRITICAL = 2_000_000_000;

  /** The order in which the real one checks them. */
  private static final List<String> ORDER =
      List.of(Resources.PODS, "cpu", "memory", "ephemeral-storage");

  /** Why a pod cannot be on this node; empty if it can. */
  public Optional<PodRefusal> refusal(Pod pod) {
    List<Pod> others = earlier.than(pod);
    return shortage(pod, others).or(() -> affinity(pod)).or(() -> ports(pod, others));
  }

  /**
   * Why a pod that is already on this node cannot have the resources it asks for; empty if it can.
   */
  public Optional<PodRefusal> shortageAfterResize(Pod pod) {
    return lack(pod, earlier.allBut(pod));
  }

  private Optional<PodRefusal> shortage(Pod pod, List<Pod> others) {
    if (pod.object().at("/spec/priority").asInt() >= SYSTEM_CRITICAL) {
      return Optional.empty(); // a real kubelet makes room for it
    }
    return lack(pod, others);
  }

  private Optional<PodRefusal> lack(Pod pod, List<Pod> others) {
    Resources capacity = capacity();
    Resources wanted = Resources.requests(pod.object());
    return Stream.concat(ORDER.stream(), wanted.milli().keySet().stream())
        .filter(name -> capacity.milli().containsKey(name))
        .filter(name -> wanted.of(name) > 0)
        .flatMap(name -> lack(name, wanted.of(name), used(name, others), capacity.of(name)))
        .findFirst();
  }

  /** What others use of a resource, which is not added up where a pod asks for none of it. */
  private long used(String name, List<Pod> others) {
    return name.equals(Resources.PODS)
        ? 1000L * others.size()
        : others.stream()
            .map(allocated)
            .mapToLong(other -> Resources.requests(other.object()).of(name))
            .sum();
  }

  private static Stream<PodRefusal> lack(String name, long wanted, long used, long capacity) {
    return wanted <= capacity - used
        ? Stream.empty()
        : Stream.of(
            new PodRefusal(
                "OutOf" + name,
                "Node didn't have enough resource: %s, requested: %d, used: %d, capacity: %d"
                    .formatted(
                        name, amount(name, wanted), amount(name, used), amount(name, capacity))));
  }

  private Resources capacity() {
    KubeObject described =
        KubeObject.named(ResourceTypes.NODES, "", node.nodeName())
            .edit(
                json -> {
                  ObjectNode allocatable = json.withObject("/status/allocatable");
                  node.allocatable().forEach(allocatable::put);
                });
    return Resources.allocatable(described);
  }

  /** Millicores of CPU, whole units of everything else. */
  private static long amount(String name, long milli) {
    return name.equals("cpu") ? milli : milli / 1000;
  }

  private Optional<PodRefusal> affinity(Pod pod) {
    KubeObject object = pod.object();
    if (object.at("/spec/nodeSelector").isEmpty()
        && object.at("/spec/affinity/nodeAffinity").isEmpty()) {
      return Optional.empty();
    }
    try {
      return client
          .find(ResourceTypes.NODES, "", node.nodeName())
          .filter(known -> !NodeAffinity.of(object).matches(known))
          .map(
              known ->
                  PodRefusal.predicate(
                      "NodeAffinity", "node(s) didn't match Pod's node affinity/selector"));
    } catch (ApiException unreachable) {
      return Optional.empty();
    }
  }

  private static Optional<PodRefusal> ports(Pod pod, List<Pod> others) {
    HostPorts wanted = HostPorts.of(pod.object());
    boolean taken =
        !wanted.isEmpty()
            && others.stream()
                .anyMatch(other -> HostPorts.of(other.object()).conflictsWith(wanted));
    return taken
        ? Optional.of(
            PodRefusal.predicate(
                "NodePorts", "node(s) didn't have free ports for the requested pod ports"))
        : Optional.empty();
  }
}
