package dev.cnilab.cluster.image.calico.bgp;

import dev.cnilab.cluster.image.calico.datastore.NodeSelector;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.netsim.address.Ipv4Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Who peers with whom: what confd derives for BIRD's configuration from nodes, the BGPConfiguration
 * {@code default} and BGPPeers (its {@code bgp_peers.go} and {@code bird.cfg.template}).
 */
public record BgpTopology(
    Collection<KubeObject> nodes,
    Collection<KubeObject> configurations,
    Collection<KubeObject> peers) {
  /** The AS number without any configuration. */
  public static final long DEFAULT_AS = 64_512;

  /** A node's address with the length of its subnet's prefix. */
  public static final String ADDRESS = "projectcalico.org/IPv4Address";

  /** A node's own AS number. */
  public static final String AS_NUMBER = "projectcalico.org/ASNumber";

  private static final String REFLECTOR = "projectcalico.org/RouteReflectorClusterID";
  private static final Set<String> OF_CONFIGURATION =
      Set.of(
          "asNumber",
          "logSeverityScreen",
          "nodeToNodeMeshEnabled",
          "serviceLoadBalancerAggregation"); // of addresses that serviceLoadBalancerIPs announces
  private static final Set<String> OF_PEER =
      Set.of("asNumber", "node", "nodeSelector", "peerIP", "peerSelector");

  /** The address of a node on which calico/node has run. */
  public static Optional<Ipv4Address> address(KubeObject node) {
    return Ipv4Address.read(node.annotations().getOrDefault(ADDRESS, "").replaceFirst("/.*", ""));
  }

  /** A node's AS number: its own, or the global one. */
  public long as(String node) {
    return named(node).map(this::as).orElse(global());
  }

  private Optional<KubeObject> named(String node) {
    return nodes.stream().filter(each -> each.name().equals(node)).findFirst();
  }

  private long as(KubeObject node) {
    return AsNumber.read(node.annotations().getOrDefault(AS_NUMBER, "")).orElseGet(this::global);
  }

  private long global() {
    return configuration()
        .map(each -> each.at("/spec/asNumber").asLong(DEFAULT_AS))
        .orElse(DEFAULT_AS);
  }

  private Optional<KubeObject> configuration() {
    return configurations.stream().filter(each -> each.name().equals("default")).findFirst();
  }

  private boolean hasMesh() {
    return configuration()
        .map(each -> each.at("/spec/nodeToNodeMeshEnabled").asBoolean(true))
        .orElse(true);
  }

  /** The neighbors of a node; of two protocols for the same address the first counts. */
  public List<BgpNeighbor> of(String node) {
    Map<Ipv4Address, BgpNeighbor> found = new LinkedHashMap<>();
    if (hasMesh()) {
      nodes.forEach(other -> add(found, "Mesh", node, other));
    }
    for (KubeObject peer : peers) {
      if (complaint(peer).isEmpty()) {
        explicit(found, peer, node);
      }
    }
    return List.copyOf(found.values());
  }

  private void add(
      Map<Ipv4Address, BgpNeighbor> found, String kind, String node, KubeObject other) {
    if (!other.name().equals(node)) {
      address(other).ifPresent(at -> found.putIfAbsent(at, BgpNeighbor.of(kind, at, as(other))));
    }
  }

  private void explicit(Map<Ipv4Address, BgpNeighbor> found, KubeObject peer, String node) {
    boolean global = peer.text("/spec/node").isEmpty() && peer.text("/spec/nodeSelector").isEmpty();
    String kind = global ? "Global" : "Node";
    String selector = peer.text("/spec/peerSelector");
    List<KubeObject> others = selector.isEmpty() ? List.of() : selected(selector);
    Predicate<String> isLocal = local(peer);
    if (isLocal.test(node)) {
      Ipv4Address.read(peer.text("/spec/peerIP"))
          .filter(at -> !at.equals(own(node)))
          .ifPresent(
              at ->
                  found.putIfAbsent(
                      at, BgpNeighbor.of(kind, at, peer.at("/spec/asNumber").asLong(global()))));
      others.forEach(other -> add(found, kind, node, other));
    }
    if (others.stream().anyMatch(each -> each.name().equals(node))) {
      // A session that one end wants by a selector is in the other end's configuration as well.
      nodes.stream()
          .filter(other -> isLocal.test(other.name()))
          .forEach(other -> add(found, "Node", node, other));
    }
  }

  private Ipv4Address own(String node) {
    return named(node).flatMap(BgpTopology::address).orElse(Ipv4Address.ANY);
  }

  private List<KubeObject> selected(String selector) {
    NodeSelector wanted = NodeSelector.parse(selector);
    return nodes.stream().filter(each -> wanted.matches(each.labels())).toList();
  }

  /** The names of the nodes that have a peer. */
  private Predicate<String> local(KubeObject peer) {
    String name = peer.text("/spec/node");
    String selector = peer.text("/spec/nodeSelector");
    if (!name.isEmpty()) {
      return name::equals;
    }
    if (selector.isEmpty()) {
      return any -> true;
    }
    return selected(selector).stream().map(KubeObject::name).collect(Collectors.toSet())::contains;
  }

  /** What of this has no effect here, by name. */
  public List<String> complaints() {
    List<String> all = new ArrayList<>();
    for (KubeObject each : configurations) {
      Set<String> known =
          each.name().equals("default") ? OF_CONFIGURATION : Set.of("logSeverityScreen");
      unknown(each, known).ifPresent(field -> all.add(missing("BGPConfiguration", each, field)));
    }
    peers.forEach(each -> complaint(each).ifPresent(all::add));
    for (KubeObject each : nodes) {
      if (each.annotations().containsKey(REFLECTOR)) {
        all.add(missing("Node", each, REFLECTOR));
      }
    }
    return all;
  }

  /** Why a BGPPeer is left out. */
  private static Optional<String> complaint(KubeObject peer) {
    Optional<String> field = unknown(peer, OF_PEER);
    if (field.isPresent()) {
      return Optional.of(missing("BGPPeer", peer, field.get()));
    }
    String address = peer.text("/spec/peerIP");
    return address.isEmpty() || Ipv4Address.read(address).isPresent()
        ? Optional.empty()
        : Optional.of(missing("BGPPeer", peer, "peerIP " + address));
  }

  private static Optional<String> unknown(KubeObject object, Set<String> known) {
    return object.at("/spec").properties().stream()
        .map(Map.Entry::getKey)
        .filter(field -> !known.contains(field))
        .findFirst();
  }

  private static String missing(String kind, KubeObject object, String what) {
    return "%s %s: %s is not available on this machine".formatted(kind, object.name(), what);
  }
}
