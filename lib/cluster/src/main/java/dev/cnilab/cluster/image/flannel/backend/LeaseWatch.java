package dev.cnilab.cluster.image.flannel.backend;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.client.Watch;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.image.flannel.subnet.FlanneldLog;
import dev.cnilab.cluster.image.flannel.subnet.Lease;
import dev.cnilab.cluster.image.flannel.subnet.Leases;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.Optional;

/** Passes every other node's lease to a backend, as long as that node exists and has a flanneld. */
public final class LeaseWatch implements AutoCloseable {
  private final Backend backend;
  private final FlanneldLog log;
  private final Leases leases;
  private final String ownNode;
  private final Watch nodes;

  /** Starts watching. */
  public LeaseWatch(
      ApiClient client, String ownNode, Leases leases, Backend backend, FlanneldLog log) {
    this.leases = leases;
    this.backend = backend;
    this.log = log;
    this.ownNode = ownNode;
    this.nodes = client.watch(ResourceTypes.NODES, "", ListOptions.everything(), this::changed);
  }

  private void changed(WatchEvent event) {
    KubeObject node = event.object();
    if (node.name().equals(ownNode)) {
      return;
    }
    Optional<Lease> lease = leases.of(node);
    if (lease.isEmpty()) {
      return;
    }
    if (event.type() == WatchEvent.Type.DELETED) {
      report(1, lease.get());
      backend.removed(lease.get());
    } else if (!lease.equals(before(event))) {
      leases.handOn(node, lease.get());
      report(0, lease.get());
      backend.added(lease.get());
    }
  }

  /** flanneld compares a node with the state that it last received, as its informer does. */
  private Optional<Lease> before(WatchEvent event) {
    KubeObject node = event.before();
    return node == null ? Optional.empty() : leases.of(node);
  }

  private void report(int type, Lease lease) {
    log.info(
        "subnet.go:138",
        "Batch elem [0] is { lease.Event{Type:"
            + type
            + ", Lease:"
            + lease.logged().lease()
            + "} }");
  }

  @Override
  public void close() {
    nodes.close();
  }
}
