package dev.cnilab.cluster.record;

import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Filters, combines and counts events before they go to the API server, exactly as client-go's
 * {@code EventCorrelator} with its default options.
 */
final class EventCorrelator {
  private final EventAggregator aggregator = new EventAggregator();
  private final SpamFilter filter = new SpamFilter();
  private final LruCache<Observation> observations = new LruCache<>();

  private record Observation(String name, Instant first, int count) {}

  /**
   * The event to write: with a count of 1 a new event, otherwise an update of the one with that
   * name; empty if its source has exceeded its limit.
   */
  Optional<Event> correlate(Event happened, Instant now, UnaryOperator<String> newName) {
    EventAggregator.Aggregated aggregated = aggregator.aggregate(happened, now, newName);
    Event event = aggregated.event();
    Observation last = observations.get(aggregated.key());
    if (last != null) {
      event = event.repeated(last.name(), last.first(), last.count() + 1);
    }
    observations.put(aggregated.key(), new Observation(event.name(), event.first(), event.count()));
    return filter.accepts(event, now) ? Optional.of(event) : Optional.empty();
  }
}
