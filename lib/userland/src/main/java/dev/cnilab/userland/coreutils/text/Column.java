package dev.cnilab.userland.coreutils.text;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.LineReader;
import dev.cnilab.userland.command.LineReader.Line;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** {@code column} of util-linux; column(1). */
public final class Column implements Command {
  private static final int TAB = 8;
  private static final int WIDTH = 80;

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "tsoxcNRld").parse();
    int width = number(call, options, 'c', WIDTH);
    int limit = number(call, options, 'l', Integer.MAX_VALUE);
    List<String> lines = new ArrayList<>();
    int unreadable = 0;
    for (String path : options.operands().isEmpty() ? List.of("-") : options.operands()) {
      unreadable +=
          call.eachInput(
              List.of(path),
              (name, in) -> new LineReader(in).all().stream().map(Line::text).forEach(lines::add));
    }
    lines.removeIf(String::isBlank);
    if (options.has('t')) {
      table(call, options, limit, lines);
    } else {
      call.out().print(filled(lines, width, options.has('x')));
    }
    return unreadable;
  }

  private static int number(Invocation call, Options.Found options, char letter, int otherwise)
      throws ProgramException {
    if (!options.has(letter)) {
      return otherwise;
    }
    String text = options.value(letter).orElse("");
    if (!text.matches("\\d{1,9}")) {
      throw call.failure(
          1, "invalid columns " + (letter == 'l' ? "limit " : "") + "argument: '" + text + "'");
    }
    return Integer.parseInt(text);
  }

  /** The lines in columns of one width, which is a multiple of a tab's. */
  private static String filled(List<String> lines, int width, boolean acrossFirst) {
    int longest = lines.stream().mapToInt(String::length).max().orElse(0);
    int cell = (longest + TAB) / TAB * TAB;
    int columns = Math.max(1, width / cell);
    int rows = (lines.size() + columns - 1) / columns;
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      int end = 0;
      for (int column = 0; column < columns; column++) {
        int at = acrossFirst ? row * columns + column : column * rows + row;
        if (at >= lines.size()) {
          break;
        }
        int behind = column * cell;
        while (end < behind) {
          text.append('\t');
          end += TAB - end % TAB;
        }
        text.append(lines.get(at));
        end = behind + lines.get(at).length();
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static void table(Invocation call, Options.Found options, int limit, List<String> lines) {
    List<List<String>> rows = new ArrayList<>();
    List<String> names = Arrays.asList(options.value('N').orElse("").split(",", -1));
    if (options.has('N') && !options.has('d') && !lines.isEmpty()) {
      rows.add(names);
    }
    for (String line : lines) {
      rows.add(
          options.has('s') ? cells(line, options.value('s').get(), limit) : words(line, limit));
    }
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (int i = 0; i < Math.min(columns, names.size()); i++) {
      widths[i] = names.get(i).length(); // even where the names are not printed
    }
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    TreeSet<String> right = new TreeSet<>(List.of(options.value('R').orElse("").split(",", -1)));
    String between = options.value('o').orElse("  ");
    for (List<String> row : rows) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        String cell = i < row.size() ? row.get(i) : "";
        String padding = " ".repeat(widths[i] - cell.length());
        boolean named = options.has('N') && i < names.size() && right.contains(names.get(i));
        boolean atRight = named || right.contains("" + (i + 1));
        boolean last = i == columns - 1;
        text.append(atRight ? padding + cell : last ? cell : cell + padding);
        text.append(last ? "" : between);
      }
      call.out().println(text);
    }
  }

  /** The words of a line, with the rest as it stands in the last that is allowed. */
  private static List<String> words(String line, int limit) {
    return Arrays.asList(line.strip().split("[ \\t]+", limit == Integer.MAX_VALUE ? 0 : limit));
  }

  /** What stands between separators, of which each ends a cell. */
  private static List<String> cells(String line, String separators, int limit) {
    List<String> cells = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < line.length() && cells.size() < limit - 1; i++) {
      if (separators.indexOf(line.charAt(i)) >= 0) {
        cells.add(line.substring(start, i));
        start = i + 1;
      }
    }
    cells.add(line.substring(start));
    return cells;
  }
}
