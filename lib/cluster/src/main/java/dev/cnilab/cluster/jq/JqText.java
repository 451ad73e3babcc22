package dev.cnilab.cluster.jq;

import dev.cnilab.userland.stream.StreamUser;
import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/**
 * Text that is read a line at a time, as jq does, so that a value is there as soon as its line is.
 * What has been read of a value that has not come to its end is memory of the process.
 */
final class JqText extends Reader {
  /** jq's buffer: a longer line is read in parts. */
  private static final int LONGEST = 65_536;

  private static final String DELIMITERS = " \t\r\n[]{}:,\"";

  private final Reader text;
  private final StreamUser holder;
  private final char[] buffer = new char[4096];
  private final StringBuilder line = new StringBuilder();
  private int from;
  private int to;
  private int at;
  private long start;
  private long lineStart;
  private long newlines;
  private long held;

  JqText(Reader text, StreamUser holder) {
    this.text = text;
    this.holder = holder;
  }

  @Override
  public int read(char[] chars, int offset, int length) throws IOException {
    if (at == line.length() && !nextLine()) {
      return -1;
    }
    int count = Math.min(length, line.length() - at);
    line.getChars(at, at + count, chars, offset);
    at += count;
    return count;
  }

  private boolean nextLine() throws IOException {
    start += line.length();
    if (endsLine()) {
      lineStart = start;
    }
    line.setLength(0);
    at = 0;
    while (line.length() < LONGEST && !endsLine() && (from < to || fill())) {
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      end = Math.min(to, end + 1);
      line.append(buffer, from, end - from);
      from = end;
    }
    newlines += endsLine() ? 1 : 0;
    holder.hold(line.length());
    held += line.length();
    return !line.isEmpty();
  }

  private boolean endsLine() {
    return !line.isEmpty() && line.charAt(line.length() - 1) == '\n';
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, text.read(buffer, 0, buffer.length));
    return to > 0;
  }

  /** Gives back what was read for the values so far. */
  void forget() {
    holder.hold(-held);
    held = 0;
  }

  /** The next line without its newline, which alone ends a line; empty at the end. */
  Optional<String> readLine() throws IOException {
    StringBuilder whole = new StringBuilder();
    boolean more = nextLine();
    while (more) {
      whole.append(line);
      more = !endsLine() && nextLine();
    }
    if (whole.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(whole.substring(0, whole.length() - (endsLine() ? 1 : 0)));
  }

  /** All text that is left, which stays memory of the process. */
  String readAll() throws IOException {
    StringBuilder all = new StringBuilder();
    while (nextLine()) {
      all.append(line);
    }
    return all.toString();
  }

  /** How many lines have been read. */
  long lines() {
    return newlines;
  }

  /** Where the text ends that has been read: {@code line N, column N}. */
  String position() {
    return position(line.length());
  }

  private String position(int index) {
    if (index > 0 && line.charAt(index - 1) == '\n') {
      return "line " + (newlines + 1) + ", column 0";
    }
    long number = newlines + (endsLine() ? 0 : 1);
    return "line " + number + ", column " + (start + index - lineStart);
  }

  /**
   * Where jq notices that a word is wrong, after its end.
   *
   * @param offset of a character in it, from the beginning of the text
   */
  String afterWord(long offset) {
    int end = Math.clamp(offset - start, 0, line.length());
    while (end < line.length() && DELIMITERS.indexOf(line.charAt(end)) < 0) {
      end++;
    }
    boolean atEnd = end == line.length();
    return (atEnd ? "EOF at " : "") + position(Math.min(end + 1, line.length()));
  }

  @Override
  public void close() throws IOException {
    text.close();
  }
}
