package dev.cnilab.netsim.ip;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Skb;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.QuotedPacket;
import dev.cnilab.netsim.packet.UdpDatagram;

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
        public boolean deliverUdp(Skb skb, UdpDatagram datagram, Link in) {
          return false;
        }

        @Override
        public void deliverTcp(Skb skb) {}

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
   * Delivers a datagram to its socket.
   *
   * @return false if there is none
   */
  boolean deliverUdp(Skb skb, UdpDatagram datagram, Link in);

  /** Delivers a TCP segment to its socket, or answers it with a reset if there is none. */
  void deliverTcp(Skb skb);

  /**
   * Reports an ICMP error to the socket that sent the quoted packet.
   *
   * @param ttl the error's TTL on arrival
   */
  void report(IcmpMessage error, QuotedPacket about, Ipv4Address offender, int ttl);
}
