package dev.cnilab.netsim.socket;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.packet.QuotedPacket;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a socket's error queue (struct sock_extended_err).
 *
 * @param type the ICMP type; 0 for a local error
 * @param code the ICMP code; 0 for a local error
 * @param info the MTU in bytes where the error is about one; else 0
 * @param offender who sent the ICMP message; null for a local error
 * @param about the packet that failed; null for a local error
 */
public record SocketError(
    Errno errno,
    Origin origin,
    int type,
    int code,
    int info,
    @Nullable Ipv4Address offender,
    @Nullable QuotedPacket about)
    implements Received {

  /** Where an error comes from (SO_EE_ORIGIN_*). */
  public enum Origin {
    LOCAL,
    ICMP
  }

  /** This host refuses to send: the packet is larger than {@code mtu} bytes. */
  static SocketError tooLong(int mtu) {
    return new SocketError(Errno.EMSGSIZE, Origin.LOCAL, 0, 0, mtu, null, null);
  }
}
