package dev.cnilab.cluster.kubelet.probe;

import dev.cnilab.cluster.kubelet.pod.Container;
import dev.cnilab.cluster.kubelet.pod.Pod;

/** Performs one probe. */
@FunctionalInterface
public interface Prober {
  /**
   * The outcome of a probe.
   *
   * @param output the failure; "" on success
   */
  record Outcome(boolean success, String output) {
    static final Outcome SUCCESS = new Outcome(true, "");

    static Outcome failure(String output) {
      return new Outcome(false, output);
    }
  }

  /** Runs the action of a probe. Blocks. */
  Outcome probe(Pod pod, Container container, String containerId, ProbeSpec spec);
}
