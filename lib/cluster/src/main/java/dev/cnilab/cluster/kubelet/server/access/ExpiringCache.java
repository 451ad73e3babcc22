package dev.cnilab.cluster.kubelet.server.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A cache of answers that expire. */
final class ExpiringCache<K, V> {
  private final InstantSource clock;
  private final Map<K, Answer<V>> answers = new HashMap<>();

  private record Answer<V>(V value, Instant until) {}

  ExpiringCache(InstantSource clock) {
    this.clock = clock;
  }

  Optional<V> find(K question) {
    Answer<V> answer = answers.get(question);
    return answer != null && clock.instant().isBefore(answer.until())
        ? Optional.of(answer.value())
        : Optional.empty();
  }

  V put(K question, V value, Duration time) {
    Instant now = clock.instant();
    answers.values().removeIf(answer -> !now.isBefore(answer.until()));
    answers.put(question, new Answer<>(value, now.plus(time)));
    return value;
  }
}
