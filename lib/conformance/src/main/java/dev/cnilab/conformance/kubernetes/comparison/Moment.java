package dev.cnilab.conformance.kubernetes.comparison;

import java.time.Duration;
import java.time.Instant;

/**
 * When a command was typed, by its cluster's clock.
 *
 * @param began the start of the session
 */
public record Moment(Instant began, Instant now) {
  Duration elapsed() {
    return Duration.between(began, now);
  }
}
