package dev.cnilab.cluster.client;

import dev.cnilab.cluster.client.config.ClientConfig;
import dev.cnilab.cluster.client.config.Credential;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.client.connection.ApiConnection;
import dev.cnilab.cluster.client.connection.ReflectorLog;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.function.Supplier;

/** For programs that are tested without a reachable API server: one client for all of them. */
public record DirectClients(ApiClient client) implements ApiClients {
  @Override
  public ApiConnection connect(Process process, ClientConfig config) {
    return new ApiConnection() {
      @Override
      public ApiClient client(ReflectorLog log) {
        return client;
      }

      @Override
      public ApiClient client(ReflectorLog log, Duration timeout) {
        return client;
      }

      @Override
      public ApiConnection as(Supplier<Credential> credential) {
        return this;
      }

      @Override
      public void reconnect() {}
    };
  }

  @Override
  public ApiClient inCluster(Process process, ReflectorLog log) {
    return client;
  }
}
