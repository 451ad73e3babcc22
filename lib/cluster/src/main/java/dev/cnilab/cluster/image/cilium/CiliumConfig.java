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
              Map.entry("enable-bpf-masquerade", List.of("false")),
              Map.entry("enable-ipsec", List.of("false")),
              Map.entry("enable-ipv4", List.of("true")),
              Map.entry("enable-ipv4-masquerade", List.of("true", "false")),
              Map.entry("enable-ipv6", List.of("false")),
              Map.entry("enable-policy", List.of("default")),
              Map.entry("enable-wireguard", List.of("false")),
              Map.entry("ipam", List.of("cluster-pool")),
              Map.entry("kube-proxy-replacement", List.of("false", "disabled")),
              Map.entry("mtu", List.of("0")),
              Map.entry("routing-mode", List.of("tunnel")),
              Map.entry("tunnel", List.of("vxlan")),
              Map.entry("tunnel-port", List.of("8472", "0")),
              Map.entry("tunnel-protocol", List.of("vxlan"))));

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
    return Ipv4Prefix.parse(get("cluster-pool-ipv4-cidr", "10.0.0.0/8")).network();
  }

  /** The prefix length of each node's range. */
  int nodeMaskBits() {
    return Integer.parseInt(get("cluster-pool-ipv4-mask-size", "24"));
  }

  /** Whether pods' packets to the outside get the node's address. */
  boolean isMasquerading() {
    return get("enable-ipv4-masquerade", "true").equals("true");
  }

  /**
   * Checks the keys that decide about the data path.
   *
   * @throws IOException naming one with a value that has no effect here
   */
  void requireSupported() throws IOException {
    SUPPORTED.require(key -> get(key, ""));
  }

  /** Whether other plugins' configurations are disabled. */
  boolean isExclusive() {
    return get("cni-exclusive", "true").equals("true");
  }
}
