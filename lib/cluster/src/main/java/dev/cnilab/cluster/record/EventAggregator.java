package dev.cnilab.cluster.record;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Combines events that differ only in their message: from the tenth message on, unless ten minutes
 * have passed since the last one, they become a single event whose count increases.
 */
final class EventAggregator {
  private static final int MAX_EVENTS = 10;
  private static final Duration MAX_INTERVAL = Duration.ofMinutes(10);

  private final LruCache<Similar> cache = new LruCache<>();

  /** A group of similar events: up to ten of their messages. */
  private record Similar(List<String> messages, Instant last) {
    Similar with(String message, Instant now) {
      if (messages.contains(message)) {
        return new Similar(messages, now);
      }
      List<String> all = new ArrayList<>(messages);
      all.add(message);
      return new Similar(List.copyOf(all), now);
    }

    /** Without the earliest message. */
    Similar withoutOne() {
      return new Similar(List.copyOf(messages.subList(1, messages.size())), last);
    }
  }

  /** An event and its counting key. */
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
      similar = new Similar(List.of(), now);
    }
    similar = similar.with(event.message(), now);
    boolean many = similar.messages().size() >= MAX_EVENTS;
    cache.put(group, many ? similar.withoutOne() : similar);
    return many
        ? new Aggregated(event.combined(newName.apply(event.involvedObject().name()), now), group)
        : new Aggregated(event, EventKeys.event(event));
  }
}
