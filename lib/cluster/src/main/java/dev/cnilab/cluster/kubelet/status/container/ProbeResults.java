package dev.cnilab.cluster.kubelet.status.container;

/** The probe results of a running container. */
public interface ProbeResults {
  /** Whether its startup probe has succeeded, or it has none. */
  boolean isStarted(String podUid, String container, String containerId);

  /** Whether its readiness probe succeeds, or it has none. */
  boolean isReady(String podUid, String container, String containerId);
}
