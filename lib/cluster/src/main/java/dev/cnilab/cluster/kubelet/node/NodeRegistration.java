package dev.cnilab.cluster.kubelet.node;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.KubeletLabels;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Creates a kubelet's node in the API, or adopts an existing one. */
final class NodeRegistration {
  private static final int FORBIDDEN = 403;

  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(7);

  private final ApiClient client;
  private final String name;
  private final NodeStatus status;
  private final Klog log;
  private boolean done;

  NodeRegistration(ApiClient client, String name, NodeStatus status, Klog log) {
    this.client = client;
    this.name = name;
    this.status = status;
    this.log = log;
  }

  boolean isDone() {
    return done;
  }

  /**
   * Registers the node unless that is done.
   *
   * @throws ApiException if it is refused
   */
  void ensure(Instant now) {
    if (done) {
      return;
    }
    KubeObject node = status.initial(now);
    log.info("kubelet_node_status.go:75", "Attempting to register node", "node", name);
    try {
      client.create(ResourceTypes.NODES, node);
    } catch (ApiException refused) {
      if (!refused.isAlreadyExists()) {
        throw refused;
      }
      log.info("kubelet_node_status.go:125", "Node was previously registered", "node", name);
      reconcileLabels();
    }
    log.info("kubelet_node_status.go:78", "Successfully registered node", "node", name);
    StorageNode.ensure(client, name);
    done = true;
  }

  /** Registers the node, with as many attempts as that takes; in a task. */
  void insist(Lifetime lifetime) {
    Duration wait = FIRST_WAIT;
    while (!done) {
      try {
        ensure(lifetime.now());
      } catch (ApiException failed) {
        lifetime.requireAlive();
        boolean isForbidden = failed.status().code() == FORBIDDEN;
        log.failure(
            isForbidden ? "kubelet_node_status.go:104" : "kubelet_node_status.go:108",
            failed.getMessage(),
            "Unable to register node with API server"
                + (isForbidden ? ", reason is forbidden" : ""),
            "node",
            name);
        lifetime.loop().sleep(wait);
        lifetime.requireAlive();
        wait = wait.multipliedBy(2);
        wait = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
      }
    }
  }

  /** Of an existing node's labels, only these follow the kubelet; the others are the API's. */
  private void reconcileLabels() {
    KubeObject known = client.get(ResourceTypes.NODES, "", name);
    Map<String, String> labels = new TreeMap<>(status.labels());
    labels.keySet().retainAll(KubeletLabels.ALL);
    KubeObject wanted =
        known.edit(json -> labels.forEach(json.withObject("/metadata/labels")::put));
    if (!wanted.equals(known)) {
      client.update(ResourceTypes.NODES, wanted);
    }
  }
}
