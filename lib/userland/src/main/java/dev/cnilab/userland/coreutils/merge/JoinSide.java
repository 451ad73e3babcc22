package dev.cnilab.userland.coreutils.merge;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.LineReader;
import dev.cnilab.userland.command.LineReader.Line;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One of the two files of {@code join}, in groups of rows with the same key. */
final class JoinSide {
  /** When lines that are out of order are reported. */
  enum Order {
    /** At once, as an error that ends join. */
    REQUIRED,
    /** After an unpairable line; join continues. */
    NOTICED,
    IGNORED
  }

  private final Invocation call;
  private final LineReader reader;
  private final String path;
  private final JoinFormat format;
  private final int key;
  private final boolean ignoresCase;
  private Optional<List<String>> next = Optional.empty();
  private String before = "";
  private long lines;
  private boolean unsorted;

  JoinSide(
      Invocation call, LineReader reader, String path, JoinFormat format, int file, boolean fold) {
    this.call = call;
    this.reader = reader;
    this.path = path;
    this.format = format;
    this.key = format.keys().get(file);
    this.ignoresCase = fold;
  }

  /** The next row; empty at the end. */
  Optional<List<String>> next() {
    return next;
  }

  boolean unsorted() {
    return unsorted;
  }

  /** The key by which rows are compared. */
  String key() {
    String text = shownKey(next.orElseThrow());
    return ignoresCase ? text.toUpperCase(Locale.ROOT) : text;
  }

  /** The key of a row as it is printed. */
  String shownKey(List<String> row) {
    return key < row.size() ? row.get(key) : "";
  }

  /** Reads the next row. */
  void advance(Order order) throws IOException {
    Optional<Line> line = reader.next();
    next = line.map(each -> format.fields(each.text()));
    lines++;
    if (next.isEmpty()) {
      return;
    }
    if (lines > 1 && before.compareTo(key()) > 0 && order != Order.IGNORED && !unsorted) {
      unsorted = true;
      ProgramException wrong =
          call.failure(1, path + ":" + lines + ": is not sorted: " + line.get().text());
      if (order == Order.REQUIRED) {
        throw wrong;
      }
      call.complain(wrong.text());
    }
    before = key();
  }

  /** Reads all rows with the same key as the next one. */
  List<List<String>> group(Order order) throws IOException {
    String wanted = key();
    List<List<String>> rows = new ArrayList<>();
    while (next.isPresent() && key().equals(wanted)) {
      rows.add(next.get());
      advance(order);
    }
    return rows;
  }
}
