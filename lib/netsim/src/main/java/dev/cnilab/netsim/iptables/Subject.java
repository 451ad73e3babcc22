package dev.cnilab.netsim.iptables;

import dev.cnilab.netsim.conntrack.Tracked;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.netfilter.HookPoint;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.Ports;

/** What a match looks at: a packet, where it is, and the namespace around it. */
record Subject(Skb skb, HookPoint at, Surroundings surroundings) {
  Ipv4Packet packet() {
    return skb.packet();
  }

  Tracked tracked() {
    return Tracked.of(skb);
  }

  /** The source port of UDP, TCP or SCTP; -1 of anything else. */
  int sourcePort() {
    return Ports.source(packet());
  }

  /** The destination port of UDP, TCP or SCTP; -1 of anything else. */
  int destinationPort() {
    return Ports.destination(packet());
  }
}
