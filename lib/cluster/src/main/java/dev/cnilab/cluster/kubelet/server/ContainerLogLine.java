package dev.cnilab.cluster.kubelet.server;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * A line of a container's log file, {@code TIME STREAM TAG TEXT}.
 *
 * @param time as written
 * @param text with the newline, unless the line continues in the next entry
 */
record ContainerLogLine(String time, String text) {

  /** Parses an entry; empty if it is invalid. */
  static Optional<ContainerLogLine> parse(String entry) {
    String[] parts = entry.split(" ", 4);
    if (parts.length < 4) {
      return Optional.empty();
    }
    String end = parts[2].startsWith("P") ? "" : "\n";
    return Optional.of(new ContainerLogLine(parts[0], parts[3] + end));
  }

  boolean isBefore(Instant instant) {
    try {
      return Instant.parse(time).isBefore(instant);
    } catch (DateTimeException unreadable) {
      return false;
    }
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  byte[] bytesWithTime() {
    return (time + " " + text).getBytes(StandardCharsets.UTF_8);
  }
}
