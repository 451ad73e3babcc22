package dev.cnilab.userland.coreutils.merge;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.LineReader;
import dev.cnilab.userland.command.LineReader.Line;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code paste}; paste(1). */
public final class Paste implements Command {
  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "dsz").parse();
    char end = options.has('z') ? '\0' : '\n';
    List<String> delimiters = delimiters(call, options.value('d').orElse("\t"));
    List<String> paths = options.operands().isEmpty() ? List.of("-") : options.operands();
    if (options.has('s')) {
      return call.eachInput(
          paths,
          "%s",
          (path, in) -> call.out().print(serial(new LineReader(in, end), delimiters) + end));
    }
    try (Sources sources = Sources.open(call, paths, end)) {
      parallel(call, sources.readers(), delimiters, end);
    }
    return 0;
  }

  private static String serial(LineReader lines, List<String> delimiters) throws IOException {
    StringBuilder row = new StringBuilder();
    int count = 0;
    for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      row.append(count == 0 ? "" : delimiters.get((count - 1) % delimiters.size()));
      row.append(line.get().text());
      count++;
    }
    return row.toString();
  }

  private static void parallel(
      Invocation call, List<LineReader> readers, List<String> delimiters, char end)
      throws IOException {
    while (true) {
      StringBuilder row = new StringBuilder();
      boolean any = false;
      for (int i = 0; i < readers.size(); i++) {
        Optional<Line> line = readers.get(i).next();
        any |= line.isPresent();
        row.append(i == 0 ? "" : delimiters.get((i - 1) % delimiters.size()));
        row.append(line.map(Line::text).orElse(""));
      }
      if (!any) {
        return;
      }
      call.out().print(row.append(end));
    }
  }

  /** One delimiter per character, after backslash escapes. */
  private static List<String> delimiters(Invocation call, String list) throws ProgramException {
    List<String> delimiters = new ArrayList<>();
    for (int i = 0; i < list.length(); i++) {
      char c = list.charAt(i);
      if (c == '\\' && i + 1 == list.length()) {
        throw call.failure(1, "delimiter list ends with an unescaped backslash: " + list);
      }
      delimiters.add(c == '\\' ? escaped(list.charAt(++i)) : String.valueOf(c));
    }
    return delimiters.isEmpty() ? List.of("") : delimiters;
  }

  private static String escaped(char c) {
    return switch (c) {
      case '0' -> "";
      case 'b' -> "\b";
      case 'f' -> "\f";
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case 'v' -> "\013";
      default -> String.valueOf(c);
    };
  }
}
