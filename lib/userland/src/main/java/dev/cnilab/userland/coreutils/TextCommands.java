package dev.cnilab.userland.coreutils;

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

/** Small commands that turn lines into lines. */
final class TextCommands {
  private TextCommands() {}

  static void addTo(Map<String, Command> all) {
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
    Options.Found options =
        Options.of(call.name(), 1, "cdui")
            .name("count", 'c')
            .name("repeated", 'd')
            .name("unique", 'u')
            .name("ignore-case", 'i')
            .parse(call.arguments());
    List<String> operands = options.operands();
    return call.eachInput(
        operands.isEmpty() ? operands : operands.subList(0, 1),
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
        call.arguments(),
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
        call.arguments(),
        (path, in) -> each(in, line -> call.out().println(new StringBuilder(line).reverse())));
  }

  private static int nl(Invocation call) throws IOException {
    int[] number = new int[1];
    return call.eachInput(
        call.arguments(),
        (path, in) ->
            each(
                in,
                line ->
                    call.out()
                        .println(
                            line.isEmpty()
                                ? "       "
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
    Options.Found options =
        Options.of(call.name(), 1, "s:w")
            .name("separator", 's')
            .stopAtOperand()
            .parse(negatives(call));
    List<Long> numbers = new ArrayList<>();
    for (String each : options.operands()) {
      if (!each.matches("-?\\d{1,15}")) {
        throw call.usage("invalid floating point argument: " + Invocation.quote(each));
      }
      numbers.add(Long.parseLong(each));
    }
    if (numbers.isEmpty() || numbers.size() > 3) {
      throw call.usage(
          numbers.isEmpty()
              ? "missing operand"
              : "extra operand " + Invocation.quote(options.operands().get(3)));
    }
    long first = numbers.size() > 1 ? numbers.getFirst() : 1;
    long step = numbers.size() > 2 ? numbers.get(1) : 1;
    long last = numbers.getLast();
    if (step == 0) {
      throw call.usage("invalid Zero increment value: '0'");
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

  /** The arguments with {@code --} before a negative number, which is no option. */
  private static List<String> negatives(Invocation call) {
    List<String> arguments = new ArrayList<>(call.arguments());
    int at = 0;
    while (at < arguments.size() && arguments.get(at).matches("-[sw].*")) {
      at += arguments.get(at).equals("-s") ? 2 : 1;
    }
    arguments.add(Math.min(at, arguments.size()), "--");
    return arguments;
  }

  private static int yes(Invocation call) {
    String line = (call.arguments().isEmpty() ? "y" : String.join(" ", call.arguments())) + "\n";
    String block = line.repeat(Math.max(1, 4096 / line.length()));
    while (true) {
      call.out().print(block);
    }
  }

  private static int basename(Invocation call) throws IOException {
    Options.Found options =
        Options.of(call.name(), 1, "as:").stopAtOperand().parse(call.arguments());
    List<String> operands = options.operands();
    if (operands.isEmpty()) {
      throw call.usage("missing operand");
    }
    boolean many = options.has('a') || options.has('s');
    String suffix = options.value('s').orElse(operands.size() == 2 && !many ? operands.get(1) : "");
    for (String path : many ? operands : operands.subList(0, 1)) {
      String bare = path.replaceFirst("(?<=.)/+$", "");
      String name = bare.equals("/") ? bare : bare.substring(bare.lastIndexOf('/') + 1);
      boolean cut = name.endsWith(suffix) && !name.equals(suffix);
      call.out().println(cut ? name.substring(0, name.length() - suffix.length()) : name);
    }
    return 0;
  }

  private static int dirname(Invocation call) throws IOException {
    if (call.arguments().isEmpty()) {
      throw call.usage("missing operand");
    }
    for (String path : call.arguments()) {
      String bare = path.replaceFirst("(?<=.)/+$", "");
      int slash = bare.lastIndexOf('/');
      String parent = slash < 0 ? "." : bare.substring(0, slash).replaceFirst("/+$", "");
      call.out().println(parent.isEmpty() ? "/" : parent);
    }
    return 0;
  }
}
