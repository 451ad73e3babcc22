package dev.cnilab.userland.net.sockets.report;

import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpInfo;
import dev.cnilab.netsim.tcp.TcpState;
import java.time.Duration;
import java.util.Locale;

/**
 * The figures of {@code ss -i} and {@code ss -m} for a connection, as far as TCP counts them here.
 */
final class SsInfo {
  /** The default values in net.ipv4.tcp_rmem and tcp_wmem; tcp(7). */
  private static final int TCP_RECEIVE = 131_072;

  private static final int TCP_SEND = 16_384;

  /** net.core.rmem_default and wmem_default; socket(7). */
  private static final int UDP = 212_992;

  private SsInfo() {}

  /** The limits and usage of its memory; buffers have the kernel's initial size. */
  static String memory(SocketEntry entry) {
    boolean tcp = entry.protocol().equals("tcp");
    boolean listens = entry.state() == TcpState.LISTEN;
    return String.format(
        Locale.ROOT,
        "skmem:(r%d,rb%d,t0,tb%d,f0,w%d,o0,bl0,d0)",
        listens ? 0 : entry.receiveQueue(),
        tcp ? TCP_RECEIVE : UDP,
        tcp ? TCP_SEND : UDP,
        listens ? 0 : entry.sendQueue());
  }

  /**
   * The figures in the order of tcp_stats_print() of iproute2; the congestion control is that of
   * RFC 5681.
   */
  static String text(TcpConnection connection) {
    TcpInfo info = connection.info();
    StringBuilder text = new StringBuilder("reno rto:").append(millis(info.timeout()));
    if (!info.roundTrip().isZero()) {
      text.append(" rtt:").append(millis(info.roundTrip()));
      text.append('/').append(millis(info.variation()));
    }
    text.append(" mss:").append(info.segmentSize()).append(" cwnd:").append(info.window());
    info.threshold().ifPresent(segments -> text.append(" ssthresh:").append(segments));
    return text.toString();
  }

  /** Milliseconds as C's %g prints them. */
  private static String millis(Duration time) {
    String text = String.format(Locale.ROOT, "%.3f", time.toNanos() / 1e6);
    return text.replaceFirst("\\.?0+$", "");
  }
}
