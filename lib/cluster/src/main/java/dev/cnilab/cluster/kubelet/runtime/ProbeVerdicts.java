package dev.cnilab.cluster.kubelet.runtime;

import java.util.Optional;

/** The probe results that decide which containers are started and restarted. */
public interface ProbeVerdicts {
  /** The probe that has failed for good, {@code liveness} or {@code startup}. */
  Optional<String> fault(String containerId);

  /** Whether a container's startup probe has succeeded, or it has none. */
  boolean isStarted(String podUid, String container, String containerId);
}
