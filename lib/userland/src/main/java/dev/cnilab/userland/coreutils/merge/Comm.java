package dev.cnilab.userland.coreutils.merge;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.LineReader;
import dev.cnilab.userland.command.LineReader.Line;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code comm}; comm(1). */
public final class Comm implements Command {
  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options =
        Options.of(call, "123z", "check-order", "nocheck-order", "output-delimiter", "total")
            .parse();
    List<String> operands = options.operands();
    if (operands.isEmpty()) {
      throw call.mistake("missing operand");
    } else if (operands.size() == 1) {
      throw call.mistake("missing operand after " + Invocation.quote(operands.getFirst()));
    } else if (operands.size() > 2) {
      throw call.extra(operands.get(2));
    }
    try (Sources sources = Sources.open(call, operands, options.has('z') ? '\0' : '\n')) {
      return new Columns(call, options).compare(sources.readers());
    }
  }

  /** The next line; reports, once per file, a line that is out of order. */
  private static final class Columns {
    private final Invocation call;
    private final Options.Found options;
    private final String delimiter;
    private final long[] counts = new long[3];
    private final String[] before = new String[2];
    private final boolean[] unsorted = new boolean[2];
    private boolean unpaired;

    Columns(Invocation call, Options.Found options) {
      this.call = call;
      this.options = options;
      String given = options.value("output-delimiter").orElse("\t");
      this.delimiter = given.isEmpty() ? "\0" : given;
    }

    int compare(List<LineReader> readers) throws IOException {
      Optional<Line> first = next(readers, 0);
      Optional<Line> second = next(readers, 1);
      while (first.isPresent() || second.isPresent()) {
        int order =
            first.isEmpty()
                ? 1
                : second.isEmpty() ? -1 : first.get().text().compareTo(second.get().text());
        unpaired |= order != 0;
        print(order < 0 ? 0 : order > 0 ? 1 : 2, order <= 0 ? first.get() : second.get());
        first = order <= 0 ? next(readers, 0) : first;
        second = order >= 0 ? next(readers, 1) : second;
      }
      if (options.has("total")) {
        call.out()
            .println(
                counts[0] + delimiter + counts[1] + delimiter + counts[2] + delimiter + "total");
      }
      if (unsorted[0] || unsorted[1]) {
        throw call.failure(1, "input is not in sorted order");
      }
      return 0;
    }

    /** The next line; complains, once a file, of one that is less than the one before. */
    private Optional<Line> next(List<LineReader> readers, int file) throws IOException {
      Optional<Line> line = readers.get(file).next();
      String last = before[file];
      boolean falls = line.isPresent() && last != null && last.compareTo(line.get().text()) > 0;
      boolean matters = options.has("check-order") || (unpaired && !options.has("nocheck-order"));
      if (falls && matters && !unsorted[file]) {
        ProgramException wrong = call.failure(1, "file " + (file + 1) + " is not in sorted order");
        if (options.has("check-order")) {
          throw wrong;
        }
        call.complain(wrong.text());
        unsorted[file] = true;
      }
      before[file] = line.map(Line::text).orElse(last);
      return line;
    }

    private void print(int column, Line line) {
      counts[column]++;
      if (options.has("123".charAt(column))) {
        return;
      }
      StringBuilder indent = new StringBuilder();
      for (int i = 0; i < column; i++) {
        indent.append(options.has("123".charAt(i)) ? "" : delimiter);
      }
      call.out().print(indent + line.text() + line.end());
    }
  }
}
