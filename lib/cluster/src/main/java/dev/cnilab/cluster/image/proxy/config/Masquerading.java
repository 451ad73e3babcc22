package dev.cnilab.cluster.image.proxy.config;

import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whose packets to cluster IPs are masqueraded, so that the replies come back through this node.
 *
 * @param local recognizes packets of the node's pods, which need not be
 * @param all whether they are as well: {@code masqueradeAll}
 */
public record Masquerading(LocalTraffic local, boolean all) {
  /**
   * The matches of a rule of iptables for them, in the order in which it prints them; empty if no
   * packets are masqueraded.
   *
   * @param portal the matches of the cluster IP, its destination first
   */
  public Optional<List<Match>> matches(List<Match> portal) {
    return all ? Optional.of(portal) : local.match().map(match -> foreign(match, portal));
  }

  private static List<Match> foreign(Match local, List<Match> portal) {
    List<Match> matches = new ArrayList<>(portal);
    matches.add(local instanceof PacketMatch.In ? 1 : 0, new Match.Not(local));
    return matches;
  }

  /** What nft matches them by, with a space at its end; empty if no packets are masqueraded. */
  public Optional<String> nft() {
    return all ? Optional.of("") : local.nft("!= ").map(match -> match + " ");
  }
}
