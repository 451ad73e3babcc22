package dev.cnilab.cluster.kubelet.runtime;

import java.util.Optional;

/** Which containers must be restarted because a probe says so. */
@FunctionalInterface
public interface ProbeVerdicts {
  /** The probe that has failed for good, {@code liveness} or {@code startup}. */
  Optional<String> fault(String containerId);
}
