package dev.cnilab.netsim.link;

import java.time.Duration;

/**
 * The settings of {@link Tbf}; tc-tbf(8).
 *
 * @param rate in bits per second; more than 0
 * @param burst the bytes that may leave at once; a frame longer than this never leaves
 * @param limit the bytes that may wait; further frames are dropped
 */
public record TbfSettings(long rate, long burst, long limit) {
  /** Settings with a queue in which no frame waits longer than {@code latency}. */
  public static TbfSettings ofLatency(long rate, long burst, Duration latency) {
    return new TbfSettings(rate, burst, (long) (rate / 8.0 * latency.toNanos() / 1e9) + burst);
  }

  /** How long the last frame of a full queue waits. */
  public Duration latency() {
    return Duration.ofNanos((long) (Math.max(0, limit - burst) * 8e9 / rate));
  }
}
