package dev.cnilab.userland.awk;

import dev.cnilab.userland.command.PreemptibleText;
import dev.cnilab.userland.command.pattern.RegexMatcher;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.io.Reader;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.metricshub.jawk.jrt.PartitioningReader;

/**
 * Divides text into records: at a character, at what matches a pattern, or at empty lines. What has
 * been read of a record that has not come to its end is memory of the program. Text is searched
 * once for a character; for a pattern again when an eighth more has come, or no more is there.
 */
final class RecordReader extends PartitioningReader {
  /** The characters that are searched in about a microsecond. */
  private static final int CHARACTERS_A_UNIT = 64;

  private static final int BUFFER = 8192;
  private static final String EMPTY_LINES = "\n\n+";

  private final Reader text;
  private final Process process;
  private final char[] buffer = new char[BUFFER];
  private final StringBuilder pending = new StringBuilder();
  private String separator = "\n";
  private @Nullable Pattern pattern;
  private int start;
  private int searched;
  private boolean ended;
  private boolean drained;
  private long held;
  private int matchStart;
  private int matchEnd;

  /**
   * Reads from the beginning.
   *
   * @param process is charged for an unfinished record
   * @param separator RS
   */
  RecordReader(Reader text, String separator, Process process) {
    super(text, "\n");
    this.text = text;
    this.process = process;
    divideAt(separator);
  }

  /** Changes RS, for the records that have not been read. */
  void divideAt(String newSeparator) {
    separator = newSeparator;
    pattern =
        newSeparator.length() == 1
            ? null
            : AwkRegex.compiled(newSeparator.isEmpty() ? EMPTY_LINES : newSeparator);
    searched = start;
  }

  @Override
  public @Nullable String readRecord() throws IOException {
    skipEmptyLines();
    while (!found()) {
      if (ended) {
        return last();
      }
      fill();
    }
    String record = pending.substring(start, matchStart);
    start = matchEnd;
    consumed();
    return record;
  }

  private void skipEmptyLines() throws IOException {
    while (separator.isEmpty()) {
      while (start < pending.length() && pending.charAt(start) == '\n') {
        start++;
      }
      if (start < pending.length() || ended) {
        break;
      }
      fill();
    }
    searched = Math.max(searched, start);
  }

  private boolean found() {
    if (pattern == null) {
      int from = searched;
      matchStart = pending.indexOf(separator, searched);
      matchEnd = matchStart + 1;
      searched = pending.length();
      process.work(((matchStart < 0 ? searched : matchStart) - from) / CHARACTERS_A_UNIT);
      return matchStart >= 0;
    }
    boolean worthwhile = ended || drained || pending.length() - searched > searched / 8;
    if (!worthwhile || start == pending.length()) {
      return false;
    }
    searched = pending.length();
    RegexMatcher matcher = RegexMatcher.posix(pattern, new PreemptibleText(pending, process));
    for (int from = start; from <= pending.length() && matcher.find(from); from++) {
      if (matcher.end() > matcher.start()) {
        matchStart = matcher.start();
        matchEnd = matcher.end();
        return matchEnd < pending.length() || ended || drained;
      }
      from = matcher.end();
    }
    return false;
  }

  private @Nullable String last() {
    String record = pending.substring(start);
    start = pending.length();
    consumed();
    boolean paragraph = separator.isEmpty() && record.endsWith("\n");
    String whole = paragraph ? record.substring(0, record.length() - 1) : record;
    return record.isEmpty() ? null : whole;
  }

  private void fill() throws IOException {
    int count = text.read(buffer, 0, buffer.length);
    ended = count < 0;
    drained = count < buffer.length;
    if (count > 0) {
      pending.append(buffer, 0, count);
      process.hold(count);
      held += count;
    }
  }

  /** Gives back what is no longer needed, at most once for each block of text. */
  private void consumed() {
    searched = start;
    if (start >= BUFFER || start == pending.length()) {
      pending.delete(0, start);
      searched = 0;
      start = 0;
      process.hold(pending.length() - held);
      held = pending.length();
    }
  }
}
