package dev.cnilab.netsim.iptables;

import dev.cnilab.netsim.conntrack.Tracked;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.netfilter.HookPoint;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.Ports;

/** What a match examines: a packet, its hook, and the namespace. */
record MatchSubject(Skb skb, HookPoint at, IptablesSurroundings surroundings) {
  Ipv4Packet packet() {
    return skb.packet();
  }

  Tracked tracked() {
    return Tracked.of(skb);
  }

  /** The source port of UDP, TCP or SCTP; -1 for other protocols. */
  int sourcePort() {
    return Ports.source(packet());
  }

  /** The destination port of UDP, TCP or SCTP; -1 for other protocols. */
  int destinationPort() {
    return Ports.destination(packet());
  }
}
