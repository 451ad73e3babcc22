package dev.cnilab.cluster.client.connection;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.userland.process.Process;
import java.io.IOException;

/** How programs come by clients of the API server. */
@FunctionalInterface
public interface ApiClients {
  /** A way from a process's network to the server that its configuration names. */
  ApiConnection connect(Process process, ClientConfig config);

  /**
   * A client with the account of the process's pod, by the Service's address.
   *
   * @throws IOException in the words of client-go, if the container was told too little
   */
  default ApiClient inCluster(Process process) throws IOException {
    Klog log = new Klog(process::now, process.pidInside(), process.err()::println);
    return connect(process, ClientConfig.inCluster(process)).client(new ReflectorLog(log));
  }
}
