package dev.cnilab.netsim.link;

import java.time.Duration;

/**
 * What {@link Tbf} lets through; tc-tbf(8).
 *
 * @param rate bits a second; more than 0
 * @param burst bytes that may go at once; at least as long as the longest frame, or that never goes
 * @param limit bytes that may wait; more are dropped
 */
public record TbfSettings(long rate, long burst, long limit) {
  /** With room for what waits no longer than that. */
  public static TbfSettings ofLatency(long rate, long burst, Duration latency) {
    return new TbfSettings(rate, burst, (long) (rate / 8.0 * latency.toNanos() / 1e9) + burst);
  }

  /** How long the last frame of a full queue waits. */
  public Duration latency() {
    return Duration.ofNanos((long) (Math.max(0, limit - burst) * 8e9 / rate));
  }
}
