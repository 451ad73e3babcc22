package dev.cnilab.cluster.kubelet.lifetime;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Delays that double from 10 s up to 5 min, one for each key; a key is forgotten when twice the
 * longest delay has passed without a failure. client-go's {@code flowcontrol.Backoff}.
 */
public final class Backoff {
  public static final Duration INITIAL = Duration.ofSeconds(10);
  public static final Duration MAX = Duration.ofMinutes(5);

  private final Map<String, Entry> entries = new HashMap<>();

  private record Entry(Duration delay, Instant updated) {
    boolean isOld(Instant eventTime) {
      return Duration.between(updated, eventTime).compareTo(MAX.multipliedBy(2)) > 0;
    }
  }

  /** The current delay, zero if there is none. */
  public Duration delay(String key) {
    Entry entry = entries.get(key);
    return entry == null ? Duration.ZERO : entry.delay();
  }

  /**
   * Records one more attempt, for something that happened at {@code eventTime}: the next delay is
   * longer.
   */
  public void next(String key, Instant eventTime, Instant now) {
    Entry entry = entries.get(key);
    Duration delay =
        entry == null || entry.isOld(eventTime)
            ? INITIAL
            : shorter(entry.delay().multipliedBy(2), MAX);
    entries.put(key, new Entry(delay, now));
  }

  /** When the delay counted from {@code eventTime} ends, if it has not passed yet. */
  public Optional<Instant> waitingUntil(String key, Instant eventTime, Instant now) {
    return Optional.ofNullable(entries.get(key))
        .filter(entry -> !entry.isOld(eventTime))
        .map(entry -> eventTime.plus(entry.delay()))
        .filter(now::isBefore);
  }

  /** Whether the delay counted from the last {@link #next} has not passed yet. */
  public boolean isWaiting(String key, Instant now) {
    Entry entry = entries.get(key);
    return entry != null
        && !entry.isOld(now)
        && Duration.between(entry.updated(), now).compareTo(entry.delay()) < 0;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
