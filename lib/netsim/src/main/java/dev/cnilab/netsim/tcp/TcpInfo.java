package dev.cnilab.netsim.tcp;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What a connection has learned of its way, as TCP_INFO tells it; tcp(7).
 *
 * @param timeout after which an unacknowledged segment is sent again
 * @param roundTrip smoothed; zero before the first measurement
 * @param variation of the round trip
 * @param segmentSize the most data in a segment, in bytes
 * @param window how many segments may be on their way
 * @param threshold the window from which on it grows slowly; empty before the first loss
 */
public record TcpInfo(
    Duration timeout,
    Duration roundTrip,
    Duration variation,
    int segmentSize,
    int window,
    OptionalInt threshold) {

  /** What the control block of a connection says. */
  static TcpInfo of(ControlBlock block, int segmentSize) {
    RetransmissionTimeout timeout = block.timeout();
    Congestion congestion = block.congestion();
    return new TcpInfo(
        Duration.ofNanos(timeout.nanos()),
        timeout.roundTrip(),
        timeout.variation(),
        segmentSize,
        congestion.segments(),
        congestion.threshold());
  }
}
