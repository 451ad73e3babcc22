package dev.cnilab.conformance.kubernetes.comparison;

import java.time.Duration;
import java.time.Instant;

/**
 * When a command was typed, by the clock of its cluster.
 *
 * @param began the session's beginning
 */
public record Moment(Instant began, Instant now) {
  Duration elapsed() {
    return Duration.between(began, now);
  }
}
