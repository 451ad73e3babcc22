package dev.cnilab.cluster.kubelet.worker;

import dev.cnilab.cluster.kubelet.pod.Pod;

/** What is done for a pod, one call at a time, each in a task where it may block. */
public interface PodSync {
  /** Whether a pod has come to its end by itself. */
  enum Outcome {
    GOES_ON,
    HAS_ENDED
  }

  /** Brings a pod to what its specification wants. */
  Outcome sync(Pod pod) throws SyncFailure;

  /** Stops what runs of a pod, giving it that many seconds. */
  void terminate(Pod pod, long gracePeriodSeconds) throws SyncFailure;

  /** Removes what is left of a pod that no longer runs, and says so. */
  void cleanUp(Pod pod) throws SyncFailure;
}
