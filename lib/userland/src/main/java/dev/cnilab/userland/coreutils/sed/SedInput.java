package dev.cnilab.userland.coreutils.sed;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.LineReader;
import dev.cnilab.userland.command.LineReader.Line;
import dev.cnilab.userland.file.FileException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lines of all files in sequence, each read when it is asked for. */
final class SedInput implements AutoCloseable {
  private final Invocation call;
  private final Deque<String> left;
  private @Nullable InputStream open;
  private @Nullable LineReader reader;
  private Optional<Line> ahead = Optional.empty();
  private boolean failed;

  /**
   * Opens nothing yet.
   *
   * @param paths {@code -} for standard input
   */
  SedInput(Invocation call, List<String> paths) {
    this.call = call;
    this.left = new ArrayDeque<>(paths);
  }

  /** Whether there is another line; waits for it. */
  boolean hasNext() throws IOException {
    while (ahead.isEmpty() && (reader != null || !left.isEmpty())) {
      ahead = read();
    }
    return ahead.isPresent();
  }

  /** The next line; only after {@link #hasNext} returned true. */
  Line next() {
    Line line = ahead.orElseThrow();
    ahead = Optional.empty();
    return line;
  }

  /** Whether a file could not be read. */
  boolean hasFailed() {
    return failed;
  }

  /** The next line of the present file or of the next one; empty at the end of the present file. */
  private Optional<Line> read() throws IOException {
    String path = reader == null ? left.remove() : "";
    try {
      if (reader == null) {
        open = call.open(path);
        reader = new LineReader(open);
      }
      Optional<Line> line = reader.next();
      if (line.isEmpty()) {
        close();
      }
      return line;
    } catch (FileException unreadable) {
      call.complain(Sed.cannotRead(call, path) + ": " + unreadable.error().text());
      failed = true;
      close();
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    if (open != null) {
      open.close();
    }
    open = null;
    reader = null;
  }
}
