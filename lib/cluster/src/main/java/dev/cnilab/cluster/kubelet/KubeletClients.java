package dev.cnilab.cluster.kubelet;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.connection.ApiConnection;
import dev.cnilab.cluster.client.connection.ReflectorLog;
import dev.cnilab.cluster.log.Klog;
import java.time.Duration;

/** A kubelet's clients, which share a connection and differ in how long they wait. */
final class KubeletClients {
  /** How long a heartbeat may take: as long as the time between two of them. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /** How long the API server may take to answer a review of a request. */
  private static final Duration REVIEW = Duration.ofSeconds(10);

  private final ApiConnection connection;
  private final ReflectorLog watches;

  KubeletClients(ApiConnection connection, Klog log) {
    this.connection = connection;
    this.watches = new ReflectorLog(log);
  }

  /** For what may take as long as the connection lets it. */
  ApiClient patient() {
    return connection.client(watches);
  }

  /** Does not wait at all; for what is tried again later. */
  ApiClient impatient() {
    return connection.client(watches, Duration.ZERO);
  }

  /** For the node's lease and status. */
  ApiClient heartbeat() {
    return connection.client(watches, HEARTBEAT);
  }

  /** For reviews of who sends a request, and whether they may. */
  ApiClient review() {
    return connection.client(watches, REVIEW);
  }
}
