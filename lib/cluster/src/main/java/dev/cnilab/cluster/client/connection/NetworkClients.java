package dev.cnilab.cluster.client.connection;

import dev.cnilab.cluster.client.config.ClientConfig;
import dev.cnilab.cluster.line.Handover;
import dev.cnilab.userland.process.Process;

/** Clients that reach the server over the simulated network. */
public record NetworkClients(Handover<ApiService> handover) implements ApiClients {
  @Override
  public ApiConnection connect(Process process, ClientConfig config) {
    ApiTransport transport = new ApiTransport(process, config, handover);
    process.onExit(status -> transport.close());
    return transport;
  }
}
