package dev.cnilab.cluster.image.proxy.nftables;

import dev.cnilab.cluster.image.proxy.config.LocalTraffic;
import dev.cnilab.cluster.image.proxy.service.EndpointChoice;
import dev.cnilab.cluster.image.proxy.service.ProxiedPort;
import dev.cnilab.cluster.image.proxy.service.ServiceEndpoint;
import dev.cnilab.cluster.image.proxy.service.ServicePort;
import dev.cnilab.cluster.image.proxy.service.ServicePort.Policy;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The chains and elements of a Service's port in nftables mode. */
final class NftServices {
  static final String MARK = "mark set mark or 0x4000";

  private final String node;
  private final Optional<Ipv4Address> nodeAddress;
  private final LocalTraffic local;

  /** The names in use, which an earlier transaction must leave alone. */
  private final Set<String> chains = new HashSet<>();

  private final Set<String> affinities = new HashSet<>();

  NftServices(String node, Optional<Ipv4Address> nodeAddress, LocalTraffic local) {
    this.node = node;
    this.nodeAddress = nodeAddress;
    this.local = local;
  }

  /** The chains that the ports noted so far need. */
  Set<String> chains() {
    return chains;
  }

  /** The affinity sets that the ports noted so far need. */
  Set<String> affinities() {
    return affinities;
  }

  /** Notes a port's names and elements. */
  void note(ProxiedPort proxied, NftElements elements) {
    ServicePort port = proxied.port();
    EndpointChoice choice = proxied.choice();
    names(proxied).forEach(chains::add);
    if (!port.affinity().isZero()) {
      NftNames names = new NftNames(port);
      choice.reachable().forEach(each -> affinities.add(names.affinity(each)));
    }
    choice.reachable().stream()
        .filter(each -> each.node().equals(node))
        .forEach(
            each ->
                elements.add(
                    "hairpin-connections",
                    each.address() + " . " + each.address() + protocolAndPort(port, each.port()),
                    ""));
    elements(proxied, elements);
  }

  private static String protocolAndPort(ServicePort port, int number) {
    return " . " + port.protocol() + " . " + number;
  }

  private void elements(ProxiedPort proxied, NftElements elements) {
    ServicePort port = proxied.port();
    EndpointChoice choice = proxied.choice();
    NftNames names = new NftNames(port);
    elements.add("cluster-ips", port.clusterIp().toString(), "");
    boolean internal = choice.serves(port.internalPolicy());
    elements.add(
        internal ? "service-ips" : "no-endpoint-services",
        port.clusterIp() + protocolAndPort(port, port.number()),
        internal ? " : goto " + names.chain(port.internalPolicy()) : refusal(proxied));
    List<Ipv4Address> outside = new ArrayList<>(port.externalIps());
    outside.addAll(port.loadBalancerIps());
    for (Ipv4Address address : outside) {
      String key = address + protocolAndPort(port, port.number());
      external(proxied, elements, "service-ips", "no-endpoint-services", key);
    }
    if (port.usesFirewall()) {
      for (Ipv4Address address : port.loadBalancerIps()) {
        String key = address + protocolAndPort(port, port.number());
        elements.add("firewall-ips", key, " : goto " + names.firewall());
      }
    }
    if (port.nodePort() > 0) {
      String key = port.protocol() + " . " + port.nodePort();
      external(proxied, elements, "service-nodeports", "no-endpoint-nodeports", key);
    }
  }

  private static void external(
      ProxiedPort proxied, NftElements elements, String served, String refused, String key) {
    EndpointChoice choice = proxied.choice();
    if (choice.any()) {
      elements.add(served, key, " : goto " + new NftNames(proxied.port()).external());
    }
    if (!choice.serves(proxied.port().externalPolicy())) {
      elements.add(refused, key, refusal(proxied));
    }
  }

  private static String refusal(ProxiedPort proxied) {
    return " comment \""
        + (proxied.port() + "\" : ")
        + (proxied.isDropped() ? "drop" : "goto reject-chain");
  }

  private static List<String> names(ProxiedPort proxied) {
    ServicePort port = proxied.port();
    EndpointChoice choice = proxied.choice();
    NftNames names = new NftNames(port);
    List<String> all = new ArrayList<>();
    if (!port.affinity().isZero()) {
      choice.reachable().forEach(each -> all.add(names.chain(each)));
    }
    for (Policy policy : Policy.values()) {
      if (!choice.of(policy).isEmpty()) {
        all.add(names.chain(policy));
      }
    }
    if (choice.any() && port.isExternallyAccessible()) {
      all.add(names.external());
    }
    if (port.usesFirewall()) {
      all.add(names.firewall());
    }
    return all;
  }

  /** Rewrites a port's chains. */
  void write(ProxiedPort proxied, NftTransaction tx) {
    ServicePort port = proxied.port();
    EndpointChoice choice = proxied.choice();
    NftNames names = new NftNames(port);
    names(proxied).forEach(tx::ensureChain);
    if (choice.any() && port.isExternallyAccessible()) {
      fromOutside(proxied, names, tx);
    }
    if (port.usesFirewall()) {
      tx.rule(names.firewall(), "ip saddr != { " + allowed(port) + " } drop");
    }
    if (!port.affinity().isZero()) {
      choice.reachable().forEach(each -> stay(port, names, each, tx));
    }
    for (Policy policy : Policy.values()) {
      if (!choice.of(policy).isEmpty()) {
        choose(port, names, policy, choice.of(policy), tx);
      }
    }
  }

  private void fromOutside(ProxiedPort proxied, NftNames names, NftTransaction tx) {
    ServicePort port = proxied.port();
    String chain = names.external();
    if (port.externalPolicy() == Policy.CLUSTER) {
      tx.rule(chain, MARK, "masquerade");
    } else {
      String all = "goto " + names.chain(Policy.CLUSTER);
      local
          .nft("")
          .ifPresent(match -> tx.rule(chain, match + " " + all, "short-circuit pod traffic"));
      tx.rule(chain, "fib saddr type local " + MARK, "masquerade local traffic");
      tx.rule(chain, "fib saddr type local " + all, "short-circuit local traffic");
    }
    if (proxied.choice().serves(port.externalPolicy())) {
      tx.rule(chain, "goto " + names.chain(port.externalPolicy()));
    }
  }

  private String allowed(ServicePort port) {
    return port.allowed(nodeAddress).stream()
        .map(NftServices::element)
        .collect(Collectors.joining(", "));
  }

  /** A single address is written without its prefix length. */
  private static String element(Ipv4Prefix prefix) {
    return prefix.length() == 32 ? prefix.address().toString() : prefix.toString();
  }

  /** Writes the chain of an endpoint, which records its clients. */
  private static void stay(
      ServicePort port, NftNames names, ServiceEndpoint endpoint, NftTransaction tx) {
    String set = names.affinity(endpoint);
    tx.command(
        "add set",
        set
            + " { type ipv4_addr; flags dynamic,timeout; timeout "
            + (port.affinity().toSeconds() + "s; }"));
    tx.rule(names.chain(endpoint), "update @" + set + " { ip saddr }");
    tx.rule(names.chain(endpoint), "meta l4proto " + port.protocol() + " dnat to " + endpoint);
  }

  private static void choose(
      ServicePort port,
      NftNames names,
      Policy policy,
      List<ServiceEndpoint> endpoints,
      NftTransaction tx) {
    String chain = names.chain(policy);
    String protocol = "meta l4proto " + port.protocol();
    if (!port.affinity().isZero()) {
      for (ServiceEndpoint each : endpoints) {
        tx.rule(chain, "ip saddr @" + names.affinity(each) + " goto " + names.chain(each));
      }
      tx.rule(
          chain,
          "numgen random mod "
              + (endpoints.size() + " vmap { ")
              + IntStream.range(0, endpoints.size())
                  .mapToObj(i -> i + " : goto " + names.chain(endpoints.get(i)))
                  .collect(Collectors.joining(", ", "", " }")));
    } else if (endpoints.size() == 1) {
      tx.rule(chain, protocol + " dnat to " + endpoints.getFirst());
    } else {
      tx.rule(
          chain,
          protocol
              + (" dnat ip addr . port to numgen random mod " + endpoints.size() + " map { ")
              + IntStream.range(0, endpoints.size())
                  .mapToObj(
                      i ->
                          i
                              + (" : " + endpoints.get(i).address())
                              + (" . " + endpoints.get(i).port()))
                  .collect(Collectors.joining(", ", "", " }")));
    }
  }
}
