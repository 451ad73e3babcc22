package dev.cnilab.cluster.image.cilium;

import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;

/**
 * {@code cilium-dbg}, with which the pods of Cilium's chart begin: it says that it does nothing.
 */
final class CiliumDbg implements EventProgram {
  @Override
  public void begin(Process process) {
    process
        .err()
        .println(
            "cilium-dbg: not modelled: an embedded cluster has Cilium's agent, operator and plugin,"
                + " as ./lab cluster --cni cilium starts them, but not its chart");
    process.end(1);
  }
}
