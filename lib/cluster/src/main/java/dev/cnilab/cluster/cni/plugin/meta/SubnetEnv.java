package dev.cnilab.cluster.cni.plugin.meta;

import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.log.GoFile;
import dev.cnilab.cluster.log.GoPathException;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The file through which flanneld configures its plugin.
 *
 * @param networks all pods' addresses
 * @param subnet this node's, without the host part
 * @param masquerades whether flanneld masquerades, so that the plugin need not
 */
record SubnetEnv(List<Ipv4Prefix> networks, Ipv4Prefix subnet, int mtu, boolean masquerades) {

  static SubnetEnv load(MountNamespace files, String path) throws CniException {
    Map<String, String> values = new HashMap<>();
    try {
      for (String line : GoFile.text(files, path).lines().toList()) {
        int equals = line.indexOf('=');
        if (equals > 0) {
          values.put(line.substring(0, equals), line.substring(equals + 1));
        }
      }
    } catch (GoPathException unreadable) {
      throw new CniException(unreadable.text());
    }
    requireAll(path, values);
    List<Ipv4Prefix> networks = new ArrayList<>();
    for (String network : values.getOrDefault("FLANNEL_NETWORK", "").split(",", -1)) {
      networks.add(prefix(network));
    }
    return new SubnetEnv(
        networks,
        prefix(values.getOrDefault("FLANNEL_SUBNET", "")),
        mtu(values.getOrDefault("FLANNEL_MTU", "")),
        values.getOrDefault("FLANNEL_IPMASQ", "").equals("true"));
  }

  private static void requireAll(String path, Map<String, String> values) throws CniException {
    List<String> missing = new ArrayList<>();
    for (String name : List.of("FLANNEL_NETWORK", "FLANNEL_SUBNET")) {
      if (!values.containsKey(name)) {
        missing.add(name);
        missing.add(name.replace("FLANNEL_", "FLANNEL_IPV6_"));
      }
    }
    for (String name : List.of("FLANNEL_MTU", "FLANNEL_IPMASQ")) {
      if (!values.containsKey(name)) {
        missing.add(name);
      }
    }
    if (!missing.isEmpty()) {
      throw new CniException(path + " is missing " + String.join(", ", missing));
    }
  }

  private static Ipv4Prefix prefix(String text) throws CniException {
    return Ipv4Prefix.block(text)
        .orElseThrow(() -> new CniException("invalid CIDR address: " + text))
        .network();
  }

  private static int mtu(String text) throws CniException {
    try {
      return Integer.parseUnsignedInt(text);
    } catch (NumberFormatException notANumber) {
      throw new CniException(
          "strconv.ParseUint: parsing " + GoText.quote(text) + ": invalid syntax");
    }
  }
}
