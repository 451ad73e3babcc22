package dev.cnilab.cluster.image.proxy.nftables;

import java.util.List;
import java.util.Optional;

/**
 * The parts of the table kube-proxy that do not depend on Services ({@code setupNFTables}).
 *
 * @param ip ip or ip6
 * @param masqueraded matches the packets to cluster IPs that are masqueraded, and ends in a space;
 *     empty if there are none
 * @param nodePorts the addresses at which node ports are served; empty for all of the node's
 * @param services the ranges from which Services get their addresses
 */
record NftSetup(
    String ip,
    Optional<String> masqueraded,
    Optional<List<String>> nodePorts,
    List<String> services) {
  private record Base(String name, String type, String hook, int priority) {}

  private static final List<Base> BASES =
      List.of(
          new Base("filter-prerouting-pre-dnat", "filter", "prerouting", -110),
          new Base("filter-output-pre-dnat", "filter", "output", -110),
          new Base("filter-input", "filter", "input", 0),
          new Base("filter-forward", "filter", "forward", 0),
          new Base("filter-output", "filter", "output", 0),
          new Base("nat-prerouting", "nat", "prerouting", -100),
          new Base("nat-output", "nat", "output", -100),
          new Base("nat-postrouting", "nat", "postrouting", 100));

  private record Entry(String to, String from, String when) {}

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry("nodeport-endpoints-check", "filter-input", "ct state new "),
          new Entry("service-endpoints-check", "filter-input", "ct state new "),
          new Entry("service-endpoints-check", "filter-forward", "ct state new "),
          new Entry("service-endpoints-check", "filter-output", "ct state new "),
          new Entry("firewall-check", "filter-prerouting-pre-dnat", "ct state new "),
          new Entry("firewall-check", "filter-output-pre-dnat", "ct state new "),
          new Entry("services", "nat-output", ""),
          new Entry("services", "nat-prerouting", ""),
          new Entry("masquerading", "nat-postrouting", ""),
          new Entry("cluster-ips-check", "filter-forward", "ct state new "),
          new Entry("cluster-ips-check", "filter-output", "ct state new "));

  static NftSetup of(
      Optional<String> masqueraded, Optional<List<String>> nodePorts, List<String> services) {
    return new NftSetup("ip", masqueraded, nodePorts, services);
  }

  /** The table for IPv6, which no Service here uses. */
  static NftSetup ofIpv6() {
    return new NftSetup("ip6", Optional.empty(), Optional.empty(), List.of());
  }

  private String addressType() {
    return ip.equals("ip") ? "ipv4_addr" : "ipv6_addr";
  }

  private String notLoopback() {
    return ip.equals("ip") ? "ip daddr != 127.0.0.0/8 " : "ip6 daddr != ::1 ";
  }

  /** Writes all of it. */
  void write(NftTransaction tx) {
    tx.command("add table", "{ comment \"rules for kube-proxy\"; }");
    for (Base base : BASES) { // they might have another hook or priority
      tx.command("add chain", base.name).command("delete chain", base.name);
    }
    for (Base base : BASES) {
      tx.command(
          "add chain",
          base.name
              + (" { type " + base.type + " hook " + base.hook)
              + (" priority " + base.priority + "; }"));
      tx.command("flush chain", base.name);
    }
    for (Entry entry : ENTRIES) {
      tx.ensureChain(entry.to);
      tx.rule(entry.from, entry.when + "jump " + entry.to);
    }
    sets(tx);
    masquerading(tx);
    clusterIpsCheck(tx);
    tx.command(
        "add chain",
        "reject-chain"
            + " { comment \"helper for @no-endpoint-services / @no-endpoint-nodeports\"; }");
    tx.command("flush chain", "reject-chain");
    tx.rule("reject-chain", "reject");
    tx.rule("service-endpoints-check", destination() + " vmap @no-endpoint-services");
    tx.rule(
        "nodeport-endpoints-check",
        nodePort(notLoopback()) + "meta l4proto . th dport vmap @no-endpoint-nodeports");
    tx.rule("firewall-check", destination() + " vmap @firewall-ips");
    services(tx);
  }

  private String destination() {
    return ip + " daddr . meta l4proto . th dport";
  }

  private String nodePort(String otherwise) {
    return nodePorts.isPresent() ? ip + " daddr @nodeport-ips " : otherwise;
  }

  private void sets(NftTransaction tx) {
    String address = addressType();
    String service = address + " . inet_proto . inet_service";
    set(tx, "hairpin-connections", address + " . " + service, "service hairpin connections");
    set(tx, "cluster-ips", address, "Active ClusterIPs");
    set(tx, "nodeport-ips", address, "IPs that accept NodePort traffic");
    if (nodePorts.isPresent()) {
      tx.command("flush set", "nodeport-ips");
      for (String each : nodePorts.get()) {
        tx.command("add element", "nodeport-ips { " + each + " }");
      }
    } else {
      tx.command("delete set", "nodeport-ips");
    }
    map(
        tx,
        "no-endpoint-services",
        service,
        "vmap to drop or reject packets to services with no endpoints");
    map(
        tx,
        "no-endpoint-nodeports",
        "inet_proto . inet_service",
        "vmap to drop or reject packets to service nodeports with no endpoints");
    map(tx, "firewall-ips", service, "destinations that are subject to LoadBalancerSourceRanges");
    map(tx, "service-ips", service, "ClusterIP, ExternalIP and LoadBalancer IP traffic");
    map(tx, "service-nodeports", "inet_proto . inet_service", "NodePort traffic");
  }

  private static void set(NftTransaction tx, String name, String type, String comment) {
    tx.command("add set", name + " { type " + type + "; comment \"" + comment + "\"; }");
  }

  private static void map(NftTransaction tx, String name, String key, String comment) {
    tx.command("add map", name + " { type " + key + " : verdict; comment \"" + comment + "\"; }");
  }

  private void masquerading(NftTransaction tx) {
    tx.rule(
        "masquerading", "mark and 0x4000 != 0 mark set mark xor 0x4000 masquerade fully-random");
    tx.rule(
        "masquerading",
        "ct status dnat "
            + (ip + " saddr . " + ip + " daddr . meta l4proto . th dport")
            + " @hairpin-connections masquerade fully-random");
  }

  private void clusterIpsCheck(NftTransaction tx) {
    tx.rule(
        "cluster-ips-check",
        ip + " daddr @cluster-ips reject",
        "Reject traffic to invalid ports of ClusterIPs");
    if (!services.isEmpty()) {
      tx.rule(
          "cluster-ips-check",
          ip + " daddr { " + String.join(",", services) + " } drop",
          "Drop traffic to unallocated ClusterIPs");
    }
  }

  private void services(NftTransaction tx) {
    masqueraded.ifPresent(
        match ->
            tx.rule(
                "services",
                ip + " daddr @cluster-ips " + match + NftServices.MARK,
                "masquerade clusterIP traffic from outside cluster"));
    tx.rule("services", destination() + " vmap @service-ips");
    tx.rule(
        "services",
        nodePort("fib daddr type local " + notLoopback())
            + "meta l4proto . th dport vmap @service-nodeports");
  }
}
