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

  /** Why a pod that is new to the node cannot be on it; empty if it can. */
  public Optional<Refusal> ofNew(Pod pod) {
    return shortage.apply(pod).map(why -> new Refusal("Evicted", why)).or(() -> fit.refusal(pod));
  }

  /** Why a pod must not run, as its specification is now; empty if it may. */
  public Optional<Refusal> ofSpecification(Pod pod) {
    return sysctls.refusal(pod).map(why -> new Refusal(Sysctls.FORBIDDEN, why));
  }
}
