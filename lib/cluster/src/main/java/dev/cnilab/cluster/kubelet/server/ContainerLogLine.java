package dev.cnilab.cluster.kubelet.server;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** A line of a container's log file, {@code TIME STREAM TAG TEXT}; a log may have millions. */
final class ContainerLogLine {
  private final byte[] entry;
  private final int timeEnd;
  private final int textStart;
  private final boolean partial;

  private ContainerLogLine(byte[] entry, int timeEnd, int textStart, boolean partial) {
    this.entry = entry;
    this.timeEnd = timeEnd;
    this.textStart = textStart;
    this.partial = partial;
  }

  /** Parses an entry without its newline; empty if it is invalid. */
  static Optional<ContainerLogLine> parse(byte[] entry) {
    int time = space(entry, 0);
    int stream = space(entry, time + 1);
    int tag = space(entry, stream + 1);
    if (time == entry.length || stream == entry.length || tag == entry.length) {
      return Optional.empty();
    }
    return Optional.of(new ContainerLogLine(entry, time, tag + 1, entry[stream + 1] == 'P'));
  }

  private static int space(byte[] entry, int from) {
    int at = Math.min(from, entry.length);
    while (at < entry.length && entry[at] != ' ') {
      at++;
    }
    return at;
  }

  boolean isBefore(Instant instant) {
    try {
      return Instant.parse(new String(entry, 0, timeEnd, StandardCharsets.UTF_8)).isBefore(instant);
    } catch (DateTimeException unreadable) {
      return false;
    }
  }

  /** The text with its newline, unless the line continues in the next entry. */
  byte[] bytes() {
    return from(textStart, 0);
  }

  byte[] bytesWithTime() {
    byte[] bytes = from(textStart, timeEnd + 1);
    System.arraycopy(entry, 0, bytes, 0, timeEnd + 1);
    return bytes;
  }

  /** What follows from a place on, after room for something else. */
  private byte[] from(int start, int room) {
    int length = entry.length - start;
    byte[] bytes = new byte[room + length + (partial ? 0 : 1)];
    System.arraycopy(entry, start, bytes, room, length);
    if (!partial) {
      bytes[room + length] = '\n';
    }
    return bytes;
  }
}
