package dev.cnilab.cluster.image.flannel;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.client.Watch;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.errno.ErrnoException;
import java.util.Locale;
import java.util.Optional;

/** Leads the tunnel to every other node as long as that node is there and has a flanneld. */
final class LeaseWatch implements AutoCloseable {
  private final Overlay overlay;
  private final FlannelLog log;
  private final Leases leases;
  private final String ownNode;
  private final Watch nodes;

  LeaseWatch(ApiClient client, String ownNode, Leases leases, Overlay overlay, FlannelLog log) {
    this.leases = leases;
    this.overlay = overlay;
    this.log = log;
    this.ownNode = ownNode;
    this.nodes = client.watch(ResourceTypes.NODES, "", ListOptions.everything(), this::changed);
  }

  private void changed(WatchEvent event) {
    KubeObject node = event.object();
    if (node.name().equals(ownNode)) {
      return;
    }
    Optional<Vtep> lease = leases.of(node);
    if (lease.isEmpty()) {
      return;
    }
    if (event.type() == WatchEvent.Type.DELETED) {
      report(1, lease.get());
      overlay.remove(lease.get());
    } else if (!lease.equals(before(event))) {
      leases.handOn(node, lease.get());
      report(0, lease.get());
      add(lease.get());
    }
  }

  /** What flanneld compares a node with is what it was told of it last, as its informer does. */
  private Optional<Vtep> before(WatchEvent event) {
    KubeObject node = event.before();
    return node == null ? Optional.empty() : leases.of(node);
  }

  private void add(Vtep vtep) {
    try {
      overlay.add(vtep);
    } catch (ErrnoException refused) {
      log.error(
          "vxlan_network.go:458",
          "failed to add vxlanRoute (%s -> %s): %s"
              .formatted(
                  vtep.subnet(),
                  vtep.subnet().address(),
                  refused.errno().text().toLowerCase(Locale.ROOT)));
    }
  }

  private void report(int type, Vtep vtep) {
    log.info(
        "subnet.go:138",
        "Batch elem [0] is { lease.Event{Type:"
            + type
            + ", Lease:"
            + vtep.logged().lease()
            + "} }");
    log.info(
        "vxlan_network.go:340", "Received Subnet Event with VxLan: " + vtep.logged().attributes());
  }

  @Override
  public void close() {
    nodes.close();
  }
}
