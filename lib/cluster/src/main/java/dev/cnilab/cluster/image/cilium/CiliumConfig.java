package dev.cnilab.cluster.image.cilium;

import dev.cnilab.cluster.image.SupportedValues;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The ConfigMap cilium-config as a program sees it: a directory with a file for each key. */
record CiliumConfig(MountNamespace files) {
  private static final String DIRECTORY = "/tmp/cilium/config-map/";

  private static final SupportedValues SUPPORTED =
      new SupportedValues(
          Map.ofEntries(
              Map.entry("auto-direct-node-routes", List.of("false")),
              Map.entry("bpf-lb-sock", List.of("false")),
              Map.entry("bgp-announce-lb-ip", List.of("false")),
              Map.entry("cni-chaining-mode", List.of("none")),
              Map.entry("devices", List.of("")),
              Map.entry("egress-masquerade-interfaces", List.of("")),
              Map.entry("enable-bandwidth-manager", List.of("false")),
              Map.entry("enable-bgp-control-plane", List.of("false")),
              Map.entry("enable-bpf-masquerade", List.of("false")),
              Map.entry("enable-egress-gateway", List.of("false")),
              Map.entry("enable-endpoint-routes", List.of("false")),
              Map.entry("enable-envoy-config", List.of("false")),
              Map.entry("enable-external-ips", List.of("false")),
              Map.entry("enable-gateway-api", List.of("false")),
              Map.entry("enable-host-firewall", List.of("false")),
              Map.entry("enable-host-port", List.of("false")),
              Map.entry("enable-hubble", List.of("false")),
              Map.entry("enable-ingress-controller", List.of("false")),
              Map.entry("enable-ip-masq-agent", List.of("false")),
              Map.entry("enable-ipsec", List.of("false")),
              Map.entry("enable-ipv4", List.of("true")),
              Map.entry("enable-ipv4-masquerade", List.of("true", "false")),
              Map.entry("enable-ipv6", List.of("false")),
              Map.entry("enable-l2-announcements", List.of("false")),
              Map.entry("enable-local-redirect-policy", List.of("false")),
              Map.entry("enable-node-port", List.of("false")),
              Map.entry("enable-policy", List.of("default")),
              Map.entry("enable-wireguard", List.of("false")),
              Map.entry("encrypt-node", List.of("false")),
              Map.entry("install-iptables-rules", List.of("true")),
              Map.entry("ipam", List.of("cluster-pool")),
              Map.entry("ipv4-native-routing-cidr", List.of("")),
              Map.entry("kube-proxy-replacement", List.of("false", "disabled")),
              Map.entry("mtu", List.of("0")),
              Map.entry("routing-mode", List.of("tunnel")),
              Map.entry("tunnel", List.of("vxlan")),
              Map.entry("tunnel-port", List.of("8472", "0")),
              Map.entry("tunnel-protocol", List.of("vxlan"))));

  private static final Map.Entry<String, String> POOL =
      Map.entry("cluster-pool-ipv4-cidr", "10.0.0.0/8");
  private static final Map.Entry<String, String> MASK =
      Map.entry("cluster-pool-ipv4-mask-size", "24");
  private static final int LONGEST = 30;

  /** The value of a key, or the given default. */
  String get(String key, String otherwise) {
    try {
      return files.readText(DIRECTORY + key).strip();
    } catch (IOException notSet) {
      return otherwise;
    }
  }

  /** The pool that all nodes share. */
  Ipv4Prefix pool() {
    return Ipv4Prefix.block(text(POOL)).orElseThrow().network();
  }

  /** The prefix length of each node's range. */
  int nodeMaskBits() {
    return Integer.parseInt(text(MASK));
  }

  private String text(Map.Entry<String, String> key) {
    return get(key.getKey(), key.getValue());
  }

  /** Whether pods' packets to the outside get the node's address. */
  boolean isMasquerading() {
    return get("enable-ipv4-masquerade", "true").equals("true");
  }

  /**
   * Checks the keys that decide about addresses and the data path.
   *
   * @throws IOException naming one with a value that has no effect here, or makes no sense
   */
  void requireSupported() throws IOException {
    SUPPORTED.require(key -> get(key, ""));
    if (Ipv4Prefix.block(text(POOL)).isEmpty()) {
      throw new IOException(
          "%s: \"%s\" is not an IPv4 prefix".formatted(POOL.getKey(), text(POOL)));
    }
    int least = pool().length();
    if (!text(MASK).matches("\\d{1,2}") || nodeMaskBits() < least || nodeMaskBits() > LONGEST) {
      throw new IOException(
          "%s: \"%s\" is not from %d to %d".formatted(MASK.getKey(), text(MASK), least, LONGEST));
    }
  }

  /** Whether other plugins' configurations are disabled. */
  boolean isExclusive() {
    return get("cni-exclusive", "true").equals("true");
  }
}
