package dev.cnilab.cluster.apiserver.proxy;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.userland.process.Process;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The network in which the process kube-apiserver runs; none while it does not. On the loop. */
public final class ServerNetwork {
  private @Nullable Process server;

  /** Takes the network of a process that has begun to serve. */
  public void serveFrom(Process process) {
    server = process;
  }

  public Optional<NetworkNamespace> current() {
    return Optional.ofNullable(server).filter(Process::isAlive).map(Process::network);
  }
}
