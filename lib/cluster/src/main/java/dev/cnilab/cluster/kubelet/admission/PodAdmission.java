package dev.cnilab.cluster.kubelet.admission;

import dev.cnilab.cluster.kubelet.pod.Pod;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether a kubelet runs a pod that is bound to its node.
 *
 * @param shortage what the node itself is short of, so that it takes no such pod; empty if nothing
 */
public record PodAdmission(Function<Pod, Optional<String>> shortage, NodeFit fit, Sysctls sysctls) {
  private static final String SYSTEM = "kubernetes.io/os";
  private static final String LINUX = "linux";

  /** Why a pod that is new to the node cannot be on it; empty if it can. */
  public Optional<PodRefusal> ofNew(Pod pod) {
    return shortage
        .apply(pod)
        .map(why -> new PodRefusal("Evicted", why))
        .or(() -> ofSpecification(pod))
        .or(() -> ofSystem(pod))
        .or(() -> fit.refusal(pod));
  }

  /** Why a pod that is meant for another operating system cannot be on a node with Linux. */
  private static Optional<PodRefusal> ofSystem(Pod pod) {
    if (!pod.object().labels().getOrDefault(SYSTEM, LINUX).equals(LINUX)) {
      return Optional.of(
          new PodRefusal(
              "PodOSSelectorNodeLabelDoesNotMatch",
              "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label"));
    }
    return pod.object().at("/spec/os/name").asText(LINUX).equals(LINUX)
        ? Optional.empty()
        : Optional.of(
            new PodRefusal(
                "PodOSNotSupported", "Failed to admit pod as the OS field doesn't match node OS"));
  }

  /** Why a pod must not run, as its specification is now; empty if it may. */
  public Optional<PodRefusal> ofSpecification(Pod pod) {
    return sysctls.refusal(pod).map(why -> new PodRefusal(Sysctls.FORBIDDEN, why));
  }
}
