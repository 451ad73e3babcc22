package dev.cnilab.cluster.record;

import java.time.Duration;
import java.time.Instant;

/**
 * Limits a source to 25 events of one type about one object at once, and then one in five minutes.
 * Suppressed events are still counted, so a later one shows the total.
 */
final class SpamFilter {
  private static final int BURST = 25;
  private static final double TOKENS_PER_SECOND = 1.0 / 300;

  private final LruCache<Bucket> buckets = new LruCache<>();

  private record Bucket(double tokens, Instant at) {
    Bucket refilled(Instant now) {
      double seconds = Duration.between(at, now).toNanos() / 1e9;
      return new Bucket(Math.min(BURST, tokens + seconds * TOKENS_PER_SECOND), now);
    }
  }

  /** Whether the event may be written. */
  boolean accepts(Event event, Instant now) {
    String key = EventKeys.spam(event);
    Bucket bucket = buckets.getOrDefault(key, new Bucket(BURST, now)).refilled(now);
    boolean accepted = bucket.tokens() >= 1;
    buckets.put(key, accepted ? new Bucket(bucket.tokens() - 1, now) : bucket);
    return accepted;
  }
}
