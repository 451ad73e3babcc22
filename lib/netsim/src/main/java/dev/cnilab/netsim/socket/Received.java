package dev.cnilab.netsim.socket;

import dev.cnilab.netsim.packet.Ipv4Packet;

/** What a {@link RawSocket} reads: a packet, or an entry of its error queue. */
public sealed interface Received permits Received.Packet, SocketError {
  /**
   * A packet.
   *
   * @param nanoTime when it reached the socket, as {@code EventLoop.nanoTime}
   */
  record Packet(Ipv4Packet packet, long nanoTime) implements Received {}
}
