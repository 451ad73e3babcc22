package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.QuotedPacket;

/** The sockets that IPv4 delivers to. */
public interface Transport {
  /** The transport of a namespace without sockets. */
  Transport NONE =
      new Transport() {
        @Override
        public boolean deliverRaw(Skb skb, Link in) {
          return false;
        }

        @Override
        public boolean deliver(Skb skb, Link in) {
          return false;
        }

        @Override
        public void report(IcmpMessage error, QuotedPacket about, Ipv4Address offender, int ttl) {}
      };

  /**
   * Delivers a packet for this host to every raw socket of its protocol.
   *
   * @return whether there was one
   */
  boolean deliverRaw(Skb skb, Link in);

  /**
   * Delivers a UDP or TCP packet to its socket.
   *
   * @return false if there is none
   */
  boolean deliver(Skb skb, Link in);

  /**
   * Reports an ICMP error to the socket that sent the quoted packet.
   *
   * @param ttl the error's TTL on arrival
   */
  void report(IcmpMessage error, QuotedPacket about, Ipv4Address offender, int ttl);
}
