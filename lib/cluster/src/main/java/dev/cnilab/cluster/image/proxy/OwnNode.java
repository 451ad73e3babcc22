package dev.cnilab.cluster.image.proxy;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.Informer;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Follows the Node that kube-proxy runs on (pkg/proxy/node.go). While the API is unavailable the
 * last state applies.
 */
final class OwnNode implements AutoCloseable {
  /** The taint that the cluster autoscaler puts on a node before removing it. */
  private static final String TO_BE_DELETED = "ToBeDeletedByClusterAutoscaler";

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
  private static final Duration BETWEEN_POLLS = Duration.ofSeconds(1);
  private static final Duration UNTIL_ADDRESSED = Duration.ofSeconds(30);

  private final EventLoop loop;
  private final Klog log;
  private final String name;
  private final Informer informer;

  /** Begins to follow the node of that name. */
  OwnNode(EventLoop loop, ApiClient client, String name, Klog log) {
    this.loop = loop;
    this.log = log;
    this.name = name;
    this.informer =
        Informer.of(client, ResourceTypes.NODES, "", ListOptions.fields("metadata.name=" + name));
  }

  /** Waits until the API has answered whether there is such a node; in a task. */
  void awaitSynced() {
    log.info("shared_informer.go:524", "Waiting for caches to sync");
    while (!informer.isSynced()) {
      loop.sleep(BETWEEN_LOOKS);
    }
    log.info("shared_informer.go:531", "Caches are synced");
  }

  /** The node once it has an address, for which it waits half a minute; in a task. */
  Optional<KubeObject> awaitAddressed() {
    Instant end = loop.now().plus(UNTIL_ADDRESSED);
    Optional<KubeObject> node = find();
    while (node.filter(OwnNode::isAddressed).isEmpty() && loop.now().isBefore(end)) {
      loop.sleep(BETWEEN_POLLS);
      node = find();
    }
    if (node.filter(OwnNode::isAddressed).isEmpty()) {
      log.error(
          node.isEmpty() ? "node.go:133" : "node.go:135",
          "Timed out waiting for node to " + (node.isEmpty() ? "exist" : "be assigned IPs"),
          "node",
          name);
    }
    return node.filter(OwnNode::isAddressed);
  }

  private Optional<KubeObject> find() {
    return informer.find("", name);
  }

  private static boolean isAddressed(KubeObject node) {
    return !node.text("/status/addresses/0/address").isEmpty();
  }

  /** Whether it exists and is not about to be deleted. */
  boolean isEligible() {
    return find()
        .filter(node -> node.text("/metadata/deletionTimestamp").isEmpty())
        .filter(node -> !node.at("/spec/taints").findValuesAsText("key").contains(TO_BE_DELETED))
        .isPresent();
  }

  @Override
  public void close() {
    informer.close();
  }
}
