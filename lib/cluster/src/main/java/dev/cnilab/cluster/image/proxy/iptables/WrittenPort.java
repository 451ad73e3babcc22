package dev.cnilab.cluster.image.proxy.iptables;

import dev.cnilab.cluster.image.proxy.service.ProxiedPort;
import java.util.List;
import java.util.Set;

/**
 * A port of a Service whose rules have been written.
 *
 * @param chains the names of its own chains
 * @param portals the rules that lead to them
 */
record WrittenPort(ProxiedPort port, Set<String> chains, List<PlacedRule> portals) {
  /** Whether these are still the rules of a port, and nobody has deleted its chains. */
  boolean isFor(ProxiedPort other) {
    return port.equals(other) && isWhole();
  }

  boolean isWhole() {
    return portals.stream().allMatch(PlacedRule::isWhole);
  }
}
