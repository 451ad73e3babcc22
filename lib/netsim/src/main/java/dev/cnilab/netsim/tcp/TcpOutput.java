package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.caller.SocketOwner;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.trace.TraceRecorder;
import org.jspecify.annotations.Nullable;

/** What TCP needs from IP. */
public interface TcpOutput {
  /**
   * Sends a packet that must not be fragmented.
   *
   * @param owner of the socket that sends it; null if none does
   * @param trace records its fate; null if it is not traced
   * @throws ErrnoException ENETUNREACH, EPERM and the like if it can't leave this host
   */
  void send(Ipv4Packet packet, @Nullable SocketOwner owner, @Nullable TraceRecorder trace);

  /**
   * The source address of a connection to {@code peer}.
   *
   * @param from its own end; 0.0.0.0 and port 0 if they are yet to be chosen
   * @throws ErrnoException if there is no route
   */
  Ipv4Address sourceTo(Endpoint from, Endpoint peer, SocketOwner owner);

  /** The MTU in bytes of the path of a connection, as far as it is known. */
  int mtuTo(Endpoint local, Endpoint peer, SocketOwner owner);

  /** Whether an address is one of this host's. */
  boolean isLocal(Ipv4Address address);
}
