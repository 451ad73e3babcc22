package dev.cnilab.cluster.image;

import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;

/** Prints the name by which it was started, and that it does nothing. */
final class NotModelled implements EventProgram {
  static final String PROGRAM = "not-modelled";

  @Override
  public void begin(Process process) {
    String path = process.arguments().getFirst();
    process
        .err()
        .println(
            path.substring(path.lastIndexOf('/') + 1)
                + ": not modelled: an embedded cluster has the networks of flannel, Calico,"
                + " Cilium and Weave, and the plugins of kubernetes-cni");
    process.end(1);
  }
}
