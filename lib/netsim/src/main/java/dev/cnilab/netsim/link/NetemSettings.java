package dev.cnilab.netsim.link;

import java.time.Duration;

/**
 * What {@link Netem} does to frames; tc-netem(8).
 *
 * @param limit how many frames may wait
 * @param delay how long each waits
 * @param jitter by how much at most that is more or less, evenly spread
 * @param loss percent of frames that are lost
 * @param duplicate percent of frames that are sent twice
 * @param reorder percent of frames that do not wait, and so overtake others
 * @param corrupt percent of frames of which one bit is turned over
 * @param rate bits a second; zero for as fast as the link
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

  /** Nothing is done to any. */
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
