package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.trace.TraceRecorder;
import org.jspecify.annotations.Nullable;

/** What TCP needs from IP. */
public interface TcpOutput {
  /**
   * Sends a packet that must not be fragmented.
   *
   * @param trace records its fate; null if it is not traced
   * @throws ErrnoException ENETUNREACH, EPERM and the like if it can't leave this host
   */
  void send(Ipv4Packet packet, @Nullable TraceRecorder trace);

  /**
   * The source address of a packet to {@code destination}.
   *
   * @throws ErrnoException if there is no route
   */
  Ipv4Address sourceTo(Ipv4Address destination);

  /** The MTU in bytes of the path to {@code destination}, as far as it is known. */
  int mtuTo(Ipv4Address destination);

  /** Whether an address is one of this host's. */
  boolean isLocal(Ipv4Address address);
}
