package dev.cnilab.cluster.kubelet.admission;

import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.placement.HostPorts;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Whether the node's ports that a pod asks for are free: a pod that names its node has not been
 * looked at by a scheduler.
 *
 * @param others the pods that run on the node
 */
public record FreePorts(Supplier<? extends Collection<Pod>> others) {
  /** The reason of a pod whose ports are taken. */
  public static final String TAKEN = "NodePorts";

  /** Why a pod cannot be on this node; empty if it can. */
  public Optional<String> refusal(Pod pod) {
    HostPorts wanted = HostPorts.of(pod.object());
    boolean taken =
        !wanted.isEmpty()
            && others.get().stream()
                .filter(other -> !other.uid().equals(pod.uid()) && cameBefore(other, pod))
                .anyMatch(other -> HostPorts.of(other.object()).conflictsWith(wanted));
    return taken
        ? Optional.of(
            "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod"
                + " ports")
        : Optional.empty();
  }

  /** Of two that arrive at once, the one that was made first is admitted, as by a real kubelet. */
  private static boolean cameBefore(Pod other, Pod pod) {
    return !other.object().at("/status/startTime").isMissingNode()
        || made(other).compareTo(made(pod)) < 0;
  }

  private static String made(Pod pod) {
    return pod.object().text("/metadata/creationTimestamp") + " " + pod.key();
  }
}
