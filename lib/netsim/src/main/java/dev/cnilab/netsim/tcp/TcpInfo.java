package dev.cnilab.netsim.tcp;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What a connection has learned about its path, as in TCP_INFO; tcp(7).
 *
 * @param timeout after which an unacknowledged segment is resent
 * @param roundTrip the smoothed round-trip time; zero before the first measurement
 * @param variation of the round-trip time
 * @param segmentSize the maximum data in a segment, in bytes
 * @param window the maximum number of segments in flight
 * @param resent the number of segments sent again since the connection was opened
 * @param threshold the slow-start threshold, in segments; empty before the first loss
 */
public record TcpInfo(
    Duration timeout,
    Duration roundTrip,
    Duration variation,
    int segmentSize,
    int window,
    int resent,
    OptionalInt threshold) {

  /** Reads it from the control block of a connection. */
  static TcpInfo of(ControlBlock block, int segmentSize, int resent) {
    RetransmissionTimeout timeout = block.timeout();
    Congestion congestion = block.congestion();
    return new TcpInfo(
        Duration.ofNanos(timeout.nanos()),
        timeout.roundTrip(),
        timeout.variation(),
        segmentSize,
        congestion.segments(),
        resent,
        congestion.threshold());
  }
}
