package dev.cnilab.netsim.socket;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A UDP socket (udp(7)). */
@SuppressWarnings("DoNotCallSuggester")
public final class UdpSocket implements AutoCloseable {
  private final SocketOptions options = new SocketOptions();

  /** What it receives. */
  public record Datagram(Ipv4Address source, int sourcePort, Bytes data) {}

  public SocketOptions options() {
    return options;
  }

  /**
   * Takes an address and a port.
   *
   * @param address {@link Ipv4Address#ANY} for all
   * @param port 0 for any free one
   * @throws ErrnoException EADDRNOTAVAIL, EADDRINUSE
   */
  public void bind(Ipv4Address address, int port) {
    throw new UnsupportedOperationException();
  }

  /**
   * Fixes the peer; errors about packets to it are then reported by the next call.
   *
   * @throws ErrnoException ENETUNREACH and the like if there is no route
   */
  public void connect(Ipv4Address peer, int port) {
    throw new UnsupportedOperationException();
  }

  public Ipv4Address localAddress() {
    throw new UnsupportedOperationException();
  }

  public int localPort() {
    throw new UnsupportedOperationException();
  }

  /**
   * Sends to the peer it is connected to.
   *
   * @throws ErrnoException ECONNREFUSED and the like of an earlier packet; EDESTADDRREQ; else as
   *     {@link RawSocket#send}
   */
  public void send(Bytes data) {
    throw new UnsupportedOperationException();
  }

  /** Sends a datagram; errors as {@link #send}. */
  public void sendTo(Ipv4Address destination, int port, Bytes data) {
    throw new UnsupportedOperationException();
  }

  /**
   * Waits for a datagram; in a task only.
   *
   * @return null if the time ran out
   * @throws ErrnoException ECONNREFUSED and the like if it is connected and the peer said so
   */
  public @Nullable Datagram receive(Duration timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
