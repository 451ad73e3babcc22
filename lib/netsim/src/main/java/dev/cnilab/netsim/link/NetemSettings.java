package dev.cnilab.netsim.link;

import java.time.Duration;

/**
 * What {@link Netem} does to frames; tc-netem(8).
 *
 * @param limit the maximum number of queued frames
 * @param delay the delay of each frame
 * @param jitter the maximum deviation from the delay, uniformly distributed
 * @param loss percent of frames that are lost
 * @param duplicate percent of frames that are sent twice
 * @param reorder percent of frames that are sent without delay, so that they overtake others
 * @param corrupt percent of frames in which one bit is flipped
 * @param rate in bits per second; zero for the link's own speed
 */
public record NetemSettings(
    int limit,
    Duration delay,
    Duration jitter,
    double loss,
    double duplicate,
    double reorder,
    double corrupt,
    long rate) {
  public static final int DEFAULT_LIMIT = 1000;

  /** Leaves all frames alone. */
  public static final NetemSettings NONE =
      new NetemSettings(DEFAULT_LIMIT, Duration.ZERO, Duration.ZERO, 0, 0, 0, 0, 0);

  public NetemSettings withLimit(int frames) {
    return new NetemSettings(frames, delay, jitter, loss, duplicate, reorder, corrupt, rate);
  }

  public NetemSettings withDelay(Duration time, Duration variation) {
    return new NetemSettings(limit, time, variation, loss, duplicate, reorder, corrupt, rate);
  }

  public NetemSettings withLoss(double percent) {
    return new NetemSettings(limit, delay, jitter, percent, duplicate, reorder, corrupt, rate);
  }

  public NetemSettings withDuplicate(double percent) {
    return new NetemSettings(limit, delay, jitter, loss, percent, reorder, corrupt, rate);
  }

  public NetemSettings withReorder(double percent) {
    return new NetemSettings(limit, delay, jitter, loss, duplicate, percent, corrupt, rate);
  }

  public NetemSettings withCorrupt(double percent) {
    return new NetemSettings(limit, delay, jitter, loss, duplicate, reorder, percent, rate);
  }

  public NetemSettings withRate(long bitsASecond) {
    return new NetemSettings(limit, delay, jitter, loss, duplicate, reorder, corrupt, bitsASecond);
  }
}
