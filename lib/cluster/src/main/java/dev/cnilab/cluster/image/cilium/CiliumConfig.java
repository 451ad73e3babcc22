package dev.cnilab.cluster.image.cilium;

import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;

/** The ConfigMap cilium-config as a program sees it: a directory with a file for each key. */
record CiliumConfig(MountNamespace files) {
  private static final String DIRECTORY = "/tmp/cilium/config-map/";

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

  /** Whether other plugins' configurations are disabled. */
  boolean isExclusive() {
    return get("cni-exclusive", "true").equals("true");
  }
}
