package dev.cnilab.cluster.controlplane.component;

import dev.cnilab.cluster.client.config.ClientConfig;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.client.connection.ApiConnection;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.pflag.Given;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** How a part of the control plane connects to the API server. */
public final class ComponentKubeconfig {
  private ComponentKubeconfig() {}

  /**
   * Connects as the file in {@code --kubeconfig} says; ends the process if it has no usable one.
   */
  public static Optional<ApiConnection> connect(
      ApiClients clients, Process process, Given flags, Klog log) {
    String path = flags.find("kubeconfig").orElse("");
    try {
      for (String purpose : List.of("authentication", "authorization")) {
        requireUsable(process, flags, purpose);
      }
      return Optional.of(clients.connect(process, ClientConfig.kubeconfig(process, path)));
    } catch (IOException unusable) {
      log.failure("run.go:72", unusable.getMessage(), "command failed");
      process.end(1);
      return Optional.empty();
    }
  }

  /** The files with which it asks the API server about its own clients, of whom there are none. */
  private static void requireUsable(Process process, Given flags, String purpose)
      throws IOException {
    Optional<String> path = flags.find(purpose + "-kubeconfig");
    if (path.isPresent()) {
      try {
        ClientConfig.kubeconfig(process, path.get());
      } catch (IOException unusable) {
        throw new IOException(
            "failed to get delegated " + purpose + " kubeconfig: " + unusable.getMessage(),
            unusable);
      }
    }
  }
}
