package dev.cnilab.userland.coreutils.text;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.LineReader;
import dev.cnilab.userland.command.LineReader.Line;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code fold}; fold(1). */
public final class Fold implements Command {
  private static final int TAB = 8;

  @Override
  public int run(Invocation call) throws IOException {
    List<String> words =
        call.arguments().stream().map(each -> each.replaceFirst("^-(?=\\d+$)", "-w")).toList();
    Options.Found options = Options.of(call, "bsw").parse(words);
    Wrapping wrapping = new Wrapping(width(call, options), options.has('b'), options.has('s'));
    return call.eachInput(
        options.operands(),
        (path, in) -> {
          LineReader lines = new LineReader(in);
          for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            call.out().print(wrapping.of(line.get().text()) + (line.get().complete() ? "\n" : ""));
            call.process().preempt();
          }
        });
  }

  private static int width(Invocation call, Options.Found options) throws ProgramException {
    String text = options.value('w').orElse("80");
    if (!text.matches("\\d{1,9}")) {
      throw call.failure(1, "invalid number of columns: " + Invocation.quote(text));
    } else if (Integer.parseInt(text) == 0) {
      throw call.failure(
          1,
          "invalid number of columns: "
              + Invocation.quote(text)
              + ": Numerical result out of range");
    }
    return Integer.parseInt(text);
  }

  /**
   * Where lines are broken.
   *
   * @param bytes whether tabs and backspaces count as one column
   * @param atSpaces whether to break behind the last space that fits
   */
  private record Wrapping(int width, boolean bytes, boolean atSpaces) {
    String of(String line) {
      StringBuilder text = new StringBuilder();
      StringBuilder part = new StringBuilder();
      int column = 0;
      for (int i = 0; i < line.length(); i++) {
        char each = line.charAt(i);
        int next = after(column, each);
        while (next > width && !part.isEmpty()) {
          int space = atSpaces ? lastSpace(part) : -1;
          int end = space < 0 ? part.length() : space + 1;
          text.append(part, 0, end).append('\n');
          part.delete(0, end);
          column = columns(part);
          next = after(column, each);
        }
        part.append(each);
        column = next;
      }
      return text.append(part).toString();
    }

    private static int lastSpace(StringBuilder part) {
      return Math.max(part.lastIndexOf(" "), part.lastIndexOf("\t"));
    }

    private int columns(StringBuilder part) {
      int column = 0;
      for (int i = 0; i < part.length(); i++) {
        column = after(column, part.charAt(i));
      }
      return column;
    }

    private int after(int column, char each) {
      if (bytes) {
        return column + 1;
      }
      return switch (each) {
        case '\b' -> Math.max(0, column - 1);
        case '\r' -> 0;
        case '\t' -> column + TAB - column % TAB;
        default -> column + 1;
      };
    }
  }
}
