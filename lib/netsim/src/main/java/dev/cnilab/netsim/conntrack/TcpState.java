package dev.cnilab.netsim.conntrack;

import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.packet.TcpSegment.Flag;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The state of a tracked TCP connection (net/netfilter/nf_conntrack_proto_tcp.c). */
public enum TcpState {
  SYN_SENT(120),
  SYN_RECV(60),
  ESTABLISHED(432_000),
  FIN_WAIT(120),
  CLOSE_WAIT(60),
  LAST_ACK(30),
  TIME_WAIT(120),
  CLOSE(10);

  private final Duration timeout;

  TcpState(int seconds) {
    this.timeout = Duration.ofSeconds(seconds);
  }

  /** How long a connection in this state is remembered without a packet. */
  Duration timeout() {
    return timeout;
  }

  /**
   * The state that a connection's first packet brings about: with a segment from the middle Linux
   * picks the connection up (nf_conntrack_tcp_loose); null if the segment can't begin one.
   */
  static @Nullable TcpState begin(TcpSegment segment) {
    if (segment.has(Flag.RST) || segment.has(Flag.FIN)) {
      return null;
    }
    if (segment.has(Flag.SYN)) {
      return segment.has(Flag.ACK) ? null : SYN_SENT;
    }
    return segment.has(Flag.ACK) ? ESTABLISHED : null;
  }

  /** The state after one more segment. */
  TcpState after(TcpSegment segment, Direction direction) {
    if (segment.has(Flag.RST)) {
      return CLOSE;
    }
    if (segment.has(Flag.SYN)) {
      return afterSyn(segment, direction);
    }
    if (segment.has(Flag.FIN)) {
      return switch (this) {
        case SYN_RECV, ESTABLISHED -> FIN_WAIT;
        case FIN_WAIT, CLOSE_WAIT -> LAST_ACK;
        default -> this;
      };
    }
    return switch (this) {
      case SYN_RECV -> direction == Direction.ORIGINAL ? ESTABLISHED : SYN_RECV;
      case FIN_WAIT -> CLOSE_WAIT;
      case LAST_ACK -> TIME_WAIT;
      default -> this;
    };
  }

  private TcpState afterSyn(TcpSegment segment, Direction direction) {
    boolean answer = segment.has(Flag.ACK) && direction == Direction.REPLY;
    return switch (this) {
      case SYN_SENT -> answer ? SYN_RECV : SYN_SENT;
      case TIME_WAIT, CLOSE -> direction == Direction.ORIGINAL ? SYN_SENT : this;
      default -> this;
    };
  }
}
