package dev.cnilab.cluster.kubelet.probe;

import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.kubelet.pod.Pod;

/** Performs one probe. */
@FunctionalInterface
public interface Prober {
  /** What a probe has found. */
  enum Result {
    SUCCESS,
    FAILURE,
    /** The probe could not be made, which says nothing about the container. */
    UNKNOWN
  }

  /**
   * The outcome of a probe.
   *
   * @param output why it did not succeed; "" on success
   */
  record Outcome(Result result, String output) {
    static final Outcome SUCCESS = new Outcome(Result.SUCCESS, "");

    static Outcome failure(String output) {
      return new Outcome(Result.FAILURE, output);
    }

    static Outcome unknown(String error) {
      return new Outcome(Result.UNKNOWN, error);
    }

    boolean success() {
      return result == Result.SUCCESS;
    }

    /** The message of the event about a probe that did not succeed. */
    String event(ProbeType kind) {
      return kind
          + " probe "
          + (result == Result.UNKNOWN ? "errored and resulted in unknown state: " : "failed: ")
          + output;
    }
  }

  /** Runs the action of a probe. Blocks. */
  Outcome probe(Pod pod, ContainerSpec container, String containerId, ProbeSpec spec);
}
