package dev.cnilab.cluster.record;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Combines events that differ only in their message: from the tenth message on, unless ten minutes
 * have passed since the last one, they become one event that counts up.
 */
final class EventAggregator {
  private static final int MAX_EVENTS = 10;
  private static final Duration MAX_INTERVAL = Duration.ofMinutes(10);

  private final LruCache<Similar> cache = new LruCache<>();

  /** What is known of a group of similar events: up to ten of their messages. */
  private record Similar(Set<String> messages, Instant last) {}

  /** An event and the key it is counted under. */
  record Aggregated(Event event, String key) {}

  /**
   * Puts an event into its group.
   *
   * @param newName makes the name of a combined event from the name of the object
   */
  Aggregated aggregate(Event event, Instant now, UnaryOperator<String> newName) {
    String group = EventKeys.group(event);
    Similar similar = cache.get(group);
    if (similar == null || Duration.between(similar.last(), now).compareTo(MAX_INTERVAL) > 0) {
      similar = new Similar(new HashSet<>(), now);
    }
    similar.messages().add(event.message());
    cache.put(group, new Similar(similar.messages(), now));
    if (similar.messages().size() < MAX_EVENTS) {
      return new Aggregated(event, EventKeys.event(event));
    }
    similar.messages().remove(similar.messages().iterator().next());
    return new Aggregated(event.combined(newName.apply(event.involvedObject().name()), now), group);
  }
}
