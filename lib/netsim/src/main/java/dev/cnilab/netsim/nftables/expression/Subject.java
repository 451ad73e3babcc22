package dev.cnilab.netsim.nftables.expression;

import dev.cnilab.netsim.conntrack.Tracked;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.netfilter.HookPoint;
import dev.cnilab.netsim.netfilter.Surroundings;
import dev.cnilab.netsim.nftables.data.ElementSet;
import dev.cnilab.netsim.packet.Ipv4Packet;
import java.util.function.Function;

/**
 * What a rule examines: a packet, its hook and its surroundings.
 *
 * @param sets the sets and maps of the rule's table, by name
 */
public record Subject(
    Skb skb, HookPoint at, Surroundings surroundings, Function<String, ElementSet> sets) {
  public Ipv4Packet packet() {
    return skb.packet();
  }

  public Tracked tracked() {
    return Tracked.of(skb);
  }
}
