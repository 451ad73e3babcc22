package dev.cnilab.cluster.apiserver.proxy;

import dev.cnilab.cluster.client.connection.Credential;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.userland.process.Process;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The process kube-apiserver, from whose network others are reached. On the loop only. */
public final class ServerNetwork {
  private @Nullable Process server;
  private Credential credential = new Credential.Anonymous();

  /**
   * Takes a process that has begun to serve.
   *
   * @param toKubelets as whom it comes to kubelets
   */
  public void serveFrom(Process process, Credential toKubelets) {
    server = process;
    credential = toKubelets;
  }

  /** None while it does not run. */
  public Optional<Process> process() {
    return Optional.ofNullable(server).filter(Process::isAlive);
  }

  public Optional<NetworkNamespace> current() {
    return process().map(Process::network);
  }

  public Credential credential() {
    return credential;
  }
}
