package dev.cnilab.cluster.kubelet.worker;

import dev.cnilab.cluster.kubelet.pod.Pod;

/** The steps of the work on a pod, one call at a time, each in a task where it may block. */
public interface PodSync {
  /** Whether a pod has ended by itself. */
  enum Outcome {
    GOES_ON,
    HAS_ENDED
  }

  /** Brings a pod in line with its specification. */
  Outcome sync(Pod pod) throws SyncFailure;

  /** Stops everything that runs of a pod, with a grace period in seconds. */
  void terminate(Pod pod, long gracePeriodSeconds) throws SyncFailure;

  /** Removes what is left of a stopped pod, and reports it. */
  void cleanUp(Pod pod) throws SyncFailure;
}
