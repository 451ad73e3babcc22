package dev.cnilab.cluster.calico.node;

import dev.cnilab.cluster.calico.datastore.CalicoKind;
import dev.cnilab.cluster.calico.datastore.Datastore;
import dev.cnilab.cluster.calico.ipam.Ipam;
import dev.cnilab.cluster.client.Informer;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps the routes to the other nodes' blocks. On the loop only. */
final class Bird implements AutoCloseable {
  private static final Duration SETTLE = Duration.ofMillis(10);

  private final EventLoop loop;
  private final Datastore datastore;
  private final BlockRoutes routes;
  private final String node;
  private final List<Informer> following = new ArrayList<>();
  private final Informer nodes;
  private @Nullable Timer pending;

  Bird(EventLoop loop, Datastore datastore, BlockRoutes routes, String node) {
    this.loop = loop;
    this.datastore = datastore;
    this.routes = routes;
    this.node = node;
    this.nodes = Informer.of(datastore.api(), ResourceTypes.NODES).onChange(event -> soon());
    following.add(nodes);
    following.add(datastore.follow(CalicoKind.IPAM_BLOCK).onChange(event -> soon()));
    following.add(datastore.follow(CalicoKind.IP_POOL).onChange(event -> soon()));
  }

  private void soon() {
    if (pending == null) {
      pending = loop.schedule(SETTLE, this::apply);
    }
  }

  private void apply() {
    pending = null;
    routes.apply(new Ipam(datastore).blocks(), datastore.pools(), peers());
  }

  /** The other nodes on which calico/node has been. */
  private Map<String, Ipv4Address> peers() {
    Map<String, Ipv4Address> peers = new TreeMap<>();
    for (KubeObject each : nodes.list()) {
      String address =
          each.annotations()
              .getOrDefault("projectcalico.org/IPv4Address", "")
              .replaceFirst("/.*", "");
      if (!address.isEmpty() && !each.name().equals(node)) {
        peers.put(each.name(), Ipv4Address.parse(address));
      }
    }
    return peers;
  }

  @Override
  public void close() {
    if (pending != null) {
      pending.cancel();
    }
    following.forEach(Informer::close);
  }
}
