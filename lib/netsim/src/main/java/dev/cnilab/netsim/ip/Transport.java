package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.QuotedPacket;

/** The sockets, as IPv4 sees them. */
public interface Transport {
  /**
   * Gives a packet for this host to every raw socket that wants its protocol.
   *
   * @return whether there was one
   */
  boolean deliverRaw(Skb skb, Link in);

  /**
   * Gives a UDP or TCP packet to the socket it is for.
   *
   * @return false if there is none
   */
  boolean deliver(Skb skb, Link in);

  /**
   * Tells the socket that sent a packet what an ICMP error says about it.
   *
   * @param ttl that was left of the error when it arrived
   */
  void report(IcmpMessage error, QuotedPacket about, Ipv4Address offender, int ttl);
}
