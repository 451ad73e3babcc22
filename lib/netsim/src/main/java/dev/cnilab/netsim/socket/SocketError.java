package dev.cnilab.netsim.socket;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.QuotedPacket;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a socket's error queue (struct sock_extended_err).
 *
 * @param type the ICMP type; 0 for a local error
 * @param code the ICMP code; 0 for a local error
 * @param info the MTU in bytes for errors about one; otherwise 0
 * @param offender the sender of the ICMP message; null for a local error
 * @param about the packet that failed; null for a local error
 * @param ttl the TTL of the packet with the ICMP message; 0 for a local error
 */
public record SocketError(
    Errno errno,
    Origin origin,
    int type,
    int code,
    int info,
    @Nullable Ipv4Address offender,
    @Nullable QuotedPacket about,
    int ttl)
    implements Received {

  private static final int SOURCE_ROUTE_FAILED = 5;
  private static final int NET_UNREACHABLE_FOR_TOS = 11;
  private static final int HOST_UNREACHABLE_FOR_TOS = 12;

  /** The origin of an error (SO_EE_ORIGIN_*). */
  public enum Origin {
    LOCAL,
    ICMP
  }

  /** This host refuses to send: the packet is longer than {@code mtu} bytes. */
  static SocketError tooLong(int mtu) {
    return new SocketError(Errno.EMSGSIZE, Origin.LOCAL, 0, 0, mtu, null, null, 0);
  }

  static SocketError of(IcmpMessage error, QuotedPacket about, Ipv4Address offender, int ttl) {
    boolean tooBig =
        error.type() == IcmpMessage.DESTINATION_UNREACHABLE
            && error.code() == IcmpMessage.FRAGMENTATION_NEEDED;
    return new SocketError(
        errnoOf(error),
        Origin.ICMP,
        error.type(),
        error.code(),
        tooBig ? error.nextHopMtu() : 0,
        offender,
        about,
        ttl);
  }

  /** The error number that a program gets for an ICMP error (icmp_err_convert). */
  private static Errno errnoOf(IcmpMessage error) {
    return switch (error.type()) {
      case IcmpMessage.DESTINATION_UNREACHABLE ->
          switch (error.code()) {
            case IcmpMessage.NET_UNREACHABLE, 6, IcmpMessage.NET_PROHIBITED, 11 ->
                Errno.ENETUNREACH;
            case IcmpMessage.PROTOCOL_UNREACHABLE -> Errno.ENOPROTOOPT;
            case IcmpMessage.PORT_UNREACHABLE -> Errno.ECONNREFUSED;
            case IcmpMessage.FRAGMENTATION_NEEDED -> Errno.EMSGSIZE;
            case 5 -> Errno.EOPNOTSUPP;
            case 7 -> Errno.EHOSTDOWN;
            default -> Errno.EHOSTUNREACH;
          };
      case IcmpMessage.PARAMETER_PROBLEM -> Errno.EPROTO;
      default -> Errno.EHOSTUNREACH;
    };
  }

  /**
   * Whether it makes a connected UDP socket fail that does not read errors (the column fatal of
   * icmp_err_convert).
   */
  boolean isHard() {
    return type == IcmpMessage.DESTINATION_UNREACHABLE
        && switch (code) {
          case IcmpMessage.NET_UNREACHABLE,
              IcmpMessage.HOST_UNREACHABLE,
              IcmpMessage.FRAGMENTATION_NEEDED,
              SOURCE_ROUTE_FAILED,
              NET_UNREACHABLE_FOR_TOS,
              HOST_UNREACHABLE_FOR_TOS ->
              false;
          default -> true;
        };
  }
}
