package dev.cnilab.cluster.apiserver.proxy;

import dev.cnilab.cluster.client.config.Credential;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.userland.process.Process;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The process kube-apiserver, from whose network the server reaches others. On the loop only. */
public final class ServerNetwork {
  private @Nullable Process server;
  private Credential credential = new Credential.Anonymous();

  /**
   * Sets the process once it serves.
   *
   * @param toKubelets the credential it uses with kubelets
   */
  public void serveFrom(Process process, Credential toKubelets) {
    server = process;
    credential = toKubelets;
  }

  /** The process; empty while it does not run. */
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
