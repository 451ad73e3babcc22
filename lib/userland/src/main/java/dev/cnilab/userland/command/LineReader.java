package dev.cnilab.userland.command;

import dev.cnilab.userland.stream.Input;
import dev.cnilab.userland.stream.StreamUser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a stream line by line. */
public final class LineReader {
  private static final int BLOCK = 8192;

  /** The bytes that a line occupies in the heap besides its text. */
  private static final int LINE = 64;

  private final InputStream in;
  private final char end;
  private final byte[] block = new byte[BLOCK];
  private int position;
  private final StreamUser caller;
  private int limit;
  private long held;

  /**
   * A line.
   *
   * @param text without its terminator
   * @param complete whether it had one; the last line of a file may not
   * @param end the terminator of each line
   */
  public record Line(String text, boolean complete, char end) {
    /** The text with its terminator, if it had one. */
    public String whole() {
      return complete ? text + end : text;
    }
  }

  public LineReader(InputStream in) {
    this(in, '\n');
  }

  /**
   * Reads lines with another terminator.
   *
   * @param end a character of one byte
   */
  public LineReader(InputStream in, char end) {
    this.in = in;
    this.end = end;
    this.caller = in instanceof Input input ? input.caller() : StreamUser.MACHINE;
  }

  /** The next line; empty at the end. */
  public Optional<Line> next() throws IOException {
    release();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      if (position == limit) {
        limit = Math.max(0, in.read(block));
        position = 0;
        if (limit == 0) {
          return line.size() == 0
              ? Optional.empty()
              : Optional.of(new Line(line.toString(StandardCharsets.UTF_8), false, end));
        }
      }
      int after = position;
      while (after < limit && block[after] != end) {
        after++;
      }
      line.write(block, position, after - position);
      hold(line.size(), after - position);
      position = after;
      if (after < limit) {
        position++;
        return Optional.of(new Line(line.toString(StandardCharsets.UTF_8), true, end));
      }
    }
  }

  /** Charges the growth of a long line as memory, and uncharges it at the line's end. */
  private void hold(int length, int more) {
    if (length > BLOCK) {
      caller.hold((long) Input.COPIES * more);
      held += (long) Input.COPIES * more;
    }
  }

  private void release() {
    if (held > 0) {
      caller.hold(-held);
      held = 0;
    }
  }

  /** All remaining lines. */
  public List<Line> all() throws IOException {
    List<Line> lines = new ArrayList<>();
    for (Optional<Line> line = next(); line.isPresent(); line = next()) {
      lines.add(line.get());
      caller.hold(LINE + (long) line.get().text().length());
    }
    return lines;
  }
}
