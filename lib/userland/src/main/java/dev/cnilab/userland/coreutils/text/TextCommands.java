package dev.cnilab.userland.coreutils.text;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.LineReader;
import dev.cnilab.userland.command.LineReader.Line;
import dev.cnilab.userland.command.Options;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small line filters. */
public final class TextCommands {
  private TextCommands() {}

  public static void addTo(Map<String, Command> all) {
    all.put("uniq", TextCommands::uniq);
    all.put("tac", TextCommands::tac);
    all.put("rev", TextCommands::rev);
    all.put("nl", TextCommands::nl);
    all.put("seq", TextCommands::seq);
    all.put("yes", TextCommands::yes);
    all.put("basename", TextCommands::basename);
    all.put("dirname", TextCommands::dirname);
  }

  private static int uniq(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "cdui").parse();
    List<String> operands = options.operands();
    if (operands.size() > 2) {
      throw call.extra(operands.get(2));
    } else if (operands.size() > 1) {
      throw call.failure(1, "an output file is not available on this machine");
    }
    return call.eachInput(
        operands,
        (path, in) -> {
          LineReader lines = new LineReader(in);
          String current = "";
          int count = 0;
          for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
            String text = line.get().text();
            boolean same = options.has('i') ? text.equalsIgnoreCase(current) : text.equals(current);
            if (count > 0 && !same) {
              print(call, options, current, count);
              count = 0;
            }
            current = count == 0 ? text : current;
            count++;
          }
          print(call, options, current, count);
        });
  }

  private static void print(Invocation call, Options.Found options, String line, int count) {
    boolean shown =
        count > 0 && !(options.has('d') && count == 1) && !(options.has('u') && count > 1);
    if (shown) {
      call.out().println((options.has('c') ? String.format("%7d ", count) : "") + line);
    }
  }

  private static int tac(Invocation call) throws IOException {
    return call.eachInput(
        Options.of(call, "").parse().operands(),
        call.isBusybox() ? "%s" : "failed to open '%s' for reading",
        (path, in) -> {
          List<Line> lines = new ArrayList<>(new LineReader(in).all());
          Collections.reverse(lines);
          for (Line line : lines) {
            call.out().print(line.whole());
          }
        });
  }

  private static int rev(Invocation call) throws IOException {
    return call.eachInput(
        Options.of(call, "").parse().operands(),
        call.isBusybox() ? "%s" : "cannot open %s",
        (path, in) -> each(in, line -> call.out().println(new StringBuilder(line).reverse())));
  }

  private static int nl(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "bv").parse();
    String numbered = options.value('b').orElse("t");
    if (!numbered.matches("[atn]")) {
      throw call.mistake("invalid body numbering style: " + Invocation.quote(numbered));
    }
    int[] number = {Integer.parseInt(options.value('v').orElse("1")) - 1};
    return call.eachInput(
        options.operands(),
        "%s",
        (path, in) ->
            each(
                in,
                line ->
                    call.out()
                        .println(
                            numbered.equals("n") || (line.isEmpty() && numbered.equals("t"))
                                ? "       " + line
                                : String.format("%6d\t%s", ++number[0], line))));
  }

  private interface LineAction {
    void on(String line) throws IOException;
  }

  private static void each(InputStream in, LineAction action) throws IOException {
    LineReader lines = new LineReader(in);
    for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      action.on(line.get().text());
    }
  }

  private static int seq(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "sw").stopAtOperand().parse(negatives(call));
    List<Long> numbers = new ArrayList<>();
    if (options.operands().size() > 3) {
      throw call.extra(options.operands().get(3));
    }
    for (String each : options.operands()) {
      if (!each.matches("-?\\d{1,15}")) {
        throw call.mistake("invalid floating point argument: " + Invocation.quote(each));
      }
      numbers.add(Long.parseLong(each));
    }
    if (numbers.isEmpty()) {
      throw call.mistake("missing operand");
    }
    long first = numbers.size() > 1 ? numbers.getFirst() : 1;
    long step = numbers.size() > 2 ? numbers.get(1) : 1;
    long last = numbers.getLast();
    if (step == 0) {
      throw call.mistake("invalid Zero increment value: '0'");
    }
    String separator = options.value('s').orElse("\n");
    int width = options.has('w') ? Math.max((first + "").length(), (last + "").length()) : 1;
    boolean any = false;
    for (long i = first; step > 0 ? i <= last : i >= last; i += step) {
      call.out().print((any ? separator : "") + String.format("%0" + width + "d", i));
      any = true;
    }
    call.out().print(any ? "\n" : "");
    return 0;
  }

  /** The arguments, with {@code --} before a negative number, which is not an option. */
  private static List<String> negatives(Invocation call) {
    List<String> arguments = new ArrayList<>(call.arguments());
    int at = 0;
    while (at < arguments.size() && arguments.get(at).matches("-[^0-9.].*")) {
      at += arguments.get(at).equals("-s") ? 2 : 1;
    }
    arguments.add(Math.min(at, arguments.size()), "--");
    return arguments;
  }

  private static int yes(Invocation call) throws IOException {
    List<String> words = Options.of(call, "").parse().operands();
    String line = (words.isEmpty() ? "y" : String.join(" ", words)) + "\n";
    String block = line.repeat(Math.max(1, 4096 / line.length()));
    while (true) {
      call.out().print(block);
    }
  }

  private static int basename(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "asz").stopAtOperand().parse();
    List<String> operands = options.operands();
    if (operands.isEmpty()) {
      throw call.mistake("missing operand");
    }
    boolean many = options.has('a') || options.has('s');
    if (!many && operands.size() > 2) {
      throw call.extra(operands.get(2));
    }
    String end = options.has('z') ? "\0" : "\n";
    String suffix = options.value('s').orElse(operands.size() == 2 && !many ? operands.get(1) : "");
    for (String path : many ? operands : operands.subList(0, 1)) {
      String bare = path.replaceFirst("(?<=.)/+$", "");
      String name = bare.equals("/") ? bare : bare.substring(bare.lastIndexOf('/') + 1);
      boolean cut = name.endsWith(suffix) && !name.equals(suffix);
      call.out().print((cut ? name.substring(0, name.length() - suffix.length()) : name) + end);
    }
    return 0;
  }

  private static int dirname(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "z").parse();
    if (options.operands().isEmpty()) {
      throw call.mistake("missing operand");
    }
    for (String path : options.operands()) {
      String bare = path.replaceFirst("(?<=.)/+$", "");
      int slash = bare.lastIndexOf('/');
      String parent = slash < 0 ? "." : bare.substring(0, slash).replaceFirst("/+$", "");
      call.out().print((parent.isEmpty() ? "/" : parent) + (options.has('z') ? "\0" : "\n"));
    }
    return 0;
  }
}
