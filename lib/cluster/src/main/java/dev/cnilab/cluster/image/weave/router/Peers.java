package dev.cnilab.cluster.image.weave.router;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.Informer;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The other nodes' peers: frames go through the tunnel to those that answer. */
public final class Peers implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

  private final Process process;
  private final String ownNode;
  private final Mesh mesh;
  private final WeaveBridge bridge;
  private final WeaveLog log;
  private final Map<String, Ipv4Address> nodes = new TreeMap<>();

  /** The names of the peers that answer, by their nodes' addresses. */
  private final Map<Ipv4Address, String> connected = new TreeMap<>();

  private final Informer informer;

  public Peers(
      ApiClient client,
      Process process,
      String ownNode,
      Mesh mesh,
      WeaveBridge bridge,
      WeaveLog log) {
    this.process = process;
    this.ownNode = ownNode;
    this.mesh = mesh;
    this.bridge = bridge;
    this.log = log;
    this.informer = Informer.of(client, ResourceTypes.NODES).onChange(this::onNode);
  }

  int targets() {
    return nodes.size();
  }

  int established() {
    return connected.size();
  }

  private void onNode(WatchEvent event) {
    KubeObject node = event.object();
    if (node.name().equals(ownNode)) {
      return;
    }
    Optional<Ipv4Address> address =
        event.type() == WatchEvent.Type.DELETED ? Optional.empty() : internalAddress(node);
    Ipv4Address before =
        address.isPresent() ? nodes.put(node.name(), address.get()) : nodes.remove(node.name());
    if (address.isPresent() && !address.get().equals(before)) {
      process.loop().spawn("weave peer " + node.name(), () -> look(address.get()));
    } else if (address.isEmpty() && before != null) {
      disconnect(before);
    }
  }

  private static Optional<Ipv4Address> internalAddress(KubeObject node) {
    return Optional.of(Json.first(node.at("/status/addresses"), "type", "InternalIP"))
        .filter(address -> !address.isMissingNode())
        .map(address -> Ipv4Address.parse(address.path("address").asText()));
  }

  /** Contacts every peer repeatedly; in a task. */
  public void watch() {
    while (true) {
      process.loop().sleep(BETWEEN_LOOKS);
      List.copyOf(nodes.values()).forEach(this::look);
    }
  }

  private void look(Ipv4Address address) {
    if (!process.isAlive()) {
      return;
    }
    Optional<String> peer = mesh.gossip(address);
    if (peer.isEmpty()) {
      disconnect(address);
    } else if (process.isAlive() && nodes.containsValue(address)) {
      bridge.connect(address);
      if (!peer.get().equals(connected.put(address, peer.get()))) {
        log.info(
            "->[%s:%d|%s]: connection fully established".formatted(address, Mesh.PORT, peer.get()));
      }
    }
  }

  private void disconnect(Ipv4Address address) {
    bridge.disconnect(address);
    String peer = connected.remove(address);
    if (peer != null) {
      log.info("->[%s:%d|%s]: connection deleted".formatted(address, Mesh.PORT, peer));
    }
  }

  /** Sends the ring to all of them. */
  void broadcast() {
    for (Ipv4Address address : List.copyOf(connected.keySet())) {
      process.loop().spawn("weave gossip " + address, () -> mesh.gossip(address));
    }
  }

  /** Asks a peer for addresses; returns whether it could be asked. */
  boolean askForSpace(String peer) {
    return connected.entrySet().stream()
        .filter(each -> each.getValue().equals(peer))
        .map(Map.Entry::getKey)
        .findFirst()
        .flatMap(address -> mesh.askForSpace(address, peer))
        .isPresent();
  }

  @Override
  public void close() {
    informer.close();
  }
}
