package dev.cnilab.netsim.iptables.subject;

import dev.cnilab.netsim.conntrack.Tracked;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.netfilter.HookPoint;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.Ports;

/** What a match examines: a packet, its hook, and the namespace. */
public record MatchSubject(Skb skb, HookPoint at, IptablesSurroundings surroundings) {
  /** The packet as it is now; targets of earlier rules may have changed it. */
  public Ipv4Packet packet() {
    return skb.packet();
  }

  /** The packet's connection, as far as it is tracked. */
  public Tracked tracked() {
    return Tracked.of(skb);
  }

  /** The source port of UDP, TCP or SCTP; -1 for other protocols. */
  public int sourcePort() {
    return Ports.source(packet());
  }

  /** The destination port of UDP, TCP or SCTP; -1 for other protocols. */
  public int destinationPort() {
    return Ports.destination(packet());
  }
}
