package dev.cnilab.userland.coreutils.text;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** {@code wc}. */
public final class WordCount implements Command {

  /** The counts of one file. */
  private record Counted(String name, long lines, long words, long chars, long bytes) {
    Counted plus(Counted other) {
      return new Counted(
          name, lines + other.lines, words + other.words, chars + other.chars, bytes + other.bytes);
    }

    List<Long> columns(Options.Found options) {
      List<Long> columns = new ArrayList<>();
      boolean standard = options.last("lwmc") == ' ';
      if (standard || options.has('l')) {
        columns.add(lines);
      }
      if (standard || options.has('w')) {
        columns.add(words);
      }
      if (options.has('m')) {
        columns.add(chars);
      }
      if (standard || options.has('c')) {
        columns.add(bytes);
      }
      return columns;
    }
  }

  private static final int BLOCK = 8192;

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "lwcm").parse();
    List<Counted> all = new ArrayList<>();
    int status = call.eachInput(options.operands(), (path, in) -> all.add(count(path, in)));
    boolean standardInput = options.operands().isEmpty() || options.operands().contains("-");
    if (options.operands().size() > 1) {
      all.add(all.stream().reduce(new Counted("total", 0, 0, 0, 0), Counted::plus));
    }
    int columns = all.isEmpty() ? 0 : all.getFirst().columns(options).size();
    int width = width(call, all, columns, standardInput, options);
    for (Counted each : all) {
      call.out().println(row(each, options, width));
    }
    return status;
  }

  private static int width(
      Invocation call,
      List<Counted> all,
      int columns,
      boolean standardInput,
      Options.Found options) {
    if (columns == 1 && (call.isBusybox() || options.operands().size() < 2)) {
      return 1;
    } else if (call.isBusybox()) {
      return 9;
    }
    long most = all.stream().mapToLong(Counted::bytes).max().orElse(0);
    int digits = String.valueOf(most).length();
    return standardInput ? Math.max(7, digits) : digits;
  }

  private static String row(Counted counted, Options.Found options, int width) {
    List<String> cells = new ArrayList<>();
    for (long column : counted.columns(options)) {
      cells.add(String.format("%" + width + "d", column));
    }
    if (!options.operands().isEmpty()) {
      cells.add(counted.name());
    }
    return String.join(" ", cells);
  }

  private static Counted count(String name, InputStream in) throws IOException {
    long lines = 0;
    long words = 0;
    long characters = 0;
    long bytes = 0;
    boolean inWord = false;
    byte[] block = new byte[BLOCK];
    for (int count = in.read(block); count >= 0; count = in.read(block)) {
      bytes += count;
      for (int i = 0; i < count; i++) {
        byte each = block[i];
        lines += each == '\n' ? 1 : 0;
        characters += (each & 0xc0) == 0x80 ? 0 : 1;
        boolean space = each == ' ' || (each >= '\t' && each <= '\r');
        words += inWord || space ? 0 : 1;
        inWord = !space;
      }
    }
    return new Counted(name, lines, words, characters, bytes);
  }
}
