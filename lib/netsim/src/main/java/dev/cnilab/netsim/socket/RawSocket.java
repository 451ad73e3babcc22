package dev.cnilab.netsim.socket;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.packet.Ipv4Payload;
import dev.cnilab.netsim.trace.Trace;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A socket that sends and receives the packets of one protocol (raw(7)). */
@SuppressWarnings("DoNotCallSuggester")
public final class RawSocket implements AutoCloseable {
  private final SocketOptions options = new SocketOptions();

  public SocketOptions options() {
    return options;
  }

  /**
   * Fixes the source address.
   *
   * @throws ErrnoException EADDRNOTAVAIL if no link of the namespace has it
   */
  public void bind(Ipv4Address source) {
    throw new UnsupportedOperationException();
  }

  /** The source address that it is bound to, or that packets to {@code destination} would get. */
  public Ipv4Address sourceFor(Ipv4Address destination) {
    throw new UnsupportedOperationException();
  }

  /**
   * Sends a packet.
   *
   * @throws ErrnoException ENETUNREACH, EHOSTUNREACH, EACCES or EINVAL if there is no route or one
   *     that refuses; EMSGSIZE if it is too long and must not be divided; ENOBUFS if the link drops
   *     it; EPERM if a filter of this host does
   */
  public void send(Ipv4Address destination, Ipv4Payload payload) {
    throw new UnsupportedOperationException();
  }

  /** Sends a packet as {@link #send} and has its way written down; an error ends the trace. */
  public Trace trace(Ipv4Address destination, Ipv4Payload payload) {
    throw new UnsupportedOperationException();
  }

  /**
   * Waits for a packet or an error; in a task only.
   *
   * @return null if the time ran out
   */
  public @Nullable Received receive(Duration timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
