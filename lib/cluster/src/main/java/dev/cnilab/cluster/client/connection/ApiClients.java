package dev.cnilab.cluster.client.connection;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.config.ClientConfig;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.userland.process.Process;
import java.io.IOException;

/** How programs get clients of the API server. */
@FunctionalInterface
public interface ApiClients {
  /** A connection from a process's network to the server in its configuration. */
  ApiConnection connect(Process process, ClientConfig config);

  /**
   * A client that uses the account of the process's pod and the Service's address.
   *
   * @throws IOException in the words of client-go, if the container lacks any of it
   */
  default ApiClient inCluster(Process process) throws IOException {
    return inCluster(
        process,
        new ReflectorLog(new Klog(process::now, process.pidInside(), process.err()::println)));
  }

  /**
   * Like {@link #inCluster(Process)}, for a program with a log of its own.
   *
   * @throws IOException in the words of client-go, if the container lacks any of it
   */
  default ApiClient inCluster(Process process, ReflectorLog log) throws IOException {
    return connect(process, ClientConfig.inCluster(process)).client(log);
  }
}
