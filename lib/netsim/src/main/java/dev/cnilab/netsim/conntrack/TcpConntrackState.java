package dev.cnilab.netsim.conntrack;

import dev.cnilab.netsim.conntrack.tuple.ConnectionDirection;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.packet.TcpSegment.Flag;
import dev.cnilab.netsim.sysctl.Setting;
import org.jspecify.annotations.Nullable;

/** The state of a tracked TCP connection (net/netfilter/nf_conntrack_proto_tcp.c). */
public enum TcpConntrackState {
  SYN_SENT(Setting.CONNTRACK_TCP_TIMEOUT_SYN_SENT),
  SYN_RECV(Setting.CONNTRACK_TCP_TIMEOUT_SYN_RECV),
  ESTABLISHED(Setting.CONNTRACK_TCP_TIMEOUT_ESTABLISHED),
  FIN_WAIT(Setting.CONNTRACK_TCP_TIMEOUT_FIN_WAIT),
  CLOSE_WAIT(Setting.CONNTRACK_TCP_TIMEOUT_CLOSE_WAIT),
  LAST_ACK(Setting.CONNTRACK_TCP_TIMEOUT_LAST_ACK),
  TIME_WAIT(Setting.CONNTRACK_TCP_TIMEOUT_TIME_WAIT),
  CLOSE(Setting.CONNTRACK_TCP_TIMEOUT_CLOSE),
  /** Both ends have sent a SYN. */
  SYN_SENT2(Setting.CONNTRACK_TCP_TIMEOUT_SYN_SENT);

  private final Setting timeout;

  TcpConntrackState(Setting timeout) {
    this.timeout = timeout;
  }

  /** The setting for how long an idle connection in this state is kept. */
  Setting timeout() {
    return timeout;
  }

  /**
   * The state after a connection's first packet; null if the segment cannot begin one. A segment
   * from the middle of a connection makes Linux pick it up (nf_conntrack_tcp_loose).
   */
  static @Nullable TcpConntrackState begin(TcpSegment segment) {
    if (segment.has(Flag.RST) || segment.has(Flag.FIN)) {
      return null;
    }
    if (segment.has(Flag.SYN)) {
      return segment.has(Flag.ACK) ? null : SYN_SENT;
    }
    return segment.has(Flag.ACK) ? ESTABLISHED : null;
  }

  /** Whether a SYN from this end opens a new connection between the same ports. */
  boolean isReopened(TcpSegment segment, ConnectionDirection direction) {
    boolean over =
        this == TIME_WAIT || (this == CLOSE && direction == ConnectionDirection.ORIGINAL);
    return over && segment.has(Flag.SYN) && !segment.has(Flag.ACK) && !segment.has(Flag.RST);
  }

  /**
   * The state after one more segment; the same if it changes nothing, null if the segment is
   * invalid in this state, as after a SYN whose answer took another path (the table
   * tcp_conntracks).
   */
  @Nullable TcpConntrackState after(TcpSegment segment, ConnectionDirection direction) {
    if (segment.has(Flag.RST)) {
      return CLOSE;
    }
    if (segment.has(Flag.SYN)) {
      return segment.has(Flag.ACK) ? afterSynAck(direction) : afterSyn(direction);
    }
    if (segment.has(Flag.FIN)) {
      return afterFin();
    }
    return segment.has(Flag.ACK) ? afterAck(direction) : null;
  }

  private @Nullable TcpConntrackState afterSyn(ConnectionDirection direction) {
    if (this == TIME_WAIT) {
      return SYN_SENT;
    }
    return switch (direction) {
      case ORIGINAL -> this == CLOSE ? SYN_SENT : this;
      case REPLY -> this == SYN_SENT || this == SYN_SENT2 ? SYN_SENT2 : null;
    };
  }

  private @Nullable TcpConntrackState afterSynAck(ConnectionDirection direction) {
    return switch (direction) {
      case ORIGINAL -> this == SYN_RECV || this == SYN_SENT2 ? SYN_RECV : null;
      case REPLY -> this == SYN_SENT || this == SYN_SENT2 ? SYN_RECV : this;
    };
  }

  private @Nullable TcpConntrackState afterFin() {
    return switch (this) {
      case SYN_SENT, SYN_SENT2 -> null;
      case SYN_RECV, ESTABLISHED -> FIN_WAIT;
      case FIN_WAIT, CLOSE_WAIT, LAST_ACK -> LAST_ACK;
      case TIME_WAIT, CLOSE -> this;
    };
  }

  private @Nullable TcpConntrackState afterAck(ConnectionDirection direction) {
    return switch (this) {
      case SYN_SENT, SYN_SENT2 -> direction == ConnectionDirection.ORIGINAL ? null : this;
      case SYN_RECV -> direction == ConnectionDirection.ORIGINAL ? ESTABLISHED : SYN_RECV;
      case ESTABLISHED, TIME_WAIT, CLOSE -> this;
      case FIN_WAIT, CLOSE_WAIT -> CLOSE_WAIT;
      case LAST_ACK -> TIME_WAIT;
    };
  }
}
