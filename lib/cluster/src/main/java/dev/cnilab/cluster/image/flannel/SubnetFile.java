package dev.cnilab.cluster.image.flannel;

import dev.cnilab.cluster.image.flannel.subnet.FlanneldLog;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The file that passes the node's subnet to the CNI plugin, and to the next run of flanneld. */
record SubnetFile(Process process, String path, FlanneldLog log) {
  private static final String NO_SUBNET = "no subnet found for key: %s in file: %s";

  /** Whether the last run, according to its file, was for another network or subnet. */
  boolean differs(Ipv4Prefix network, Ipv4Prefix subnet) {
    Map<String, Ipv4Prefix> last = new HashMap<>();
    for (String key : List.of("FLANNEL_NETWORK", "FLANNEL_SUBNET")) {
      Optional<Ipv4Prefix> found = lastRun(key);
      if (found.isEmpty()) {
        log.warning("main.go:610", NO_SUBNET.formatted(key, path));
      }
      last.put(key, found.orElse(Ipv4Prefix.DEFAULT));
    }
    for (String key : List.of("FLANNEL_IPV6_NETWORK", "FLANNEL_IPV6_SUBNET")) {
      log.warning("main.go:646", NO_SUBNET.formatted(key, path));
    }
    Ipv4Prefix lastNetwork = last.get("FLANNEL_NETWORK");
    Ipv4Prefix lastSubnet = last.get("FLANNEL_SUBNET");
    if (network.equals(lastNetwork) && subnet.equals(lastSubnet)) {
      return false;
    }
    log.info(
        "iptables.go:101",
        "Current network or subnet (%s, %s) is not equal to previous one (%s, %s), trying to recycle old iptables rules"
            .formatted(network, subnet, lastNetwork, lastSubnet));
    return true;
  }

  private Optional<Ipv4Prefix> lastRun(String key) {
    try {
      return process
          .files()
          .readText(path)
          .lines()
          .filter(line -> line.startsWith(key + "="))
          .map(line -> Ipv4Prefix.parse(line.substring(key.length() + 1)).network())
          .findFirst();
    } catch (IOException | IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  /** Writes it; returns whether it could. */
  boolean write(Ipv4Prefix network, Ipv4Prefix subnet, int mtu, boolean masquerades) {
    String text =
        "FLANNEL_NETWORK=%s\nFLANNEL_SUBNET=%s/%d\nFLANNEL_MTU=%d\nFLANNEL_IPMASQ=%s\n"
            .formatted(network, subnet.address().plus(1), subnet.length(), mtu, masquerades);
    try {
      process.files().createDirectories(path.substring(0, path.lastIndexOf('/')));
      process.files().write(path, text);
      log.info("main.go:481", "Wrote subnet file to " + path);
      return true;
    } catch (IOException refused) {
      log.warning("main.go:479", "Failed to write subnet file: " + refused.getMessage());
      return false;
    }
  }
}
