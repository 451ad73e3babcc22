package dev.cnilab.userland.coreutils.text;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.LineReader;
import dev.cnilab.userland.command.LineReader.Line;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code sort}. */
public final class Sort implements Command {
  private static final Pattern KEY =
      Pattern.compile("(\\d{1,4})(?:\\.\\d+)?([a-zA-Z]*)(?:,(\\d{1,4})(?:\\.\\d+)?([a-zA-Z]*))?");
  private static final Pattern NUMBER = Pattern.compile("\\s*(-?\\d*(?:\\.\\d*)?)");

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "nruktobfhVsgcCzm").idle("", "parallel").parse();
    String separator = options.value('t').orElse("");
    if (separator.length() > 1 && !separator.equals("\\0")) {
      throw call.failure(2, "multi-character tab " + Invocation.quote(separator));
    }
    boolean checks = options.last("cC") != ' ';
    if (checks && options.operands().size() > 1) {
      throw call.extra(options.operands().get(1) + "' not allowed with '-c");
    }
    Comparator<String> order = order(call, options);
    if (!call.isBusybox()) {
      for (String path : options.operands()) {
        if (!path.equals("-") && !call.files().exists(call.resolve(path))) {
          throw call.failure(2, "cannot read: " + path + ": No such file or directory");
        }
      }
    }
    char end = options.has('z') ? '\0' : '\n';
    List<List<String>> inputs = new ArrayList<>();
    int status =
        call.eachInput(
            options.operands(),
            "%s",
            call.isBusybox() ? "read error" : "read failed: %s",
            (path, in) -> {
              inputs.add(new LineReader(in, end).all().stream().map(Line::text).toList());
            });
    if (status != 0) {
      return call.isBusybox() ? 1 : 2;
    }
    boolean plain = options.has('s') || options.has('u');
    Comparator<String> last =
        options.has('r') ? Comparator.<String>naturalOrder().reversed() : Comparator.naturalOrder();
    Comparator<String> whole = plain ? order : order.thenComparing(last);
    if (checks) {
      return check(call, options, inputs.stream().flatMap(List::stream).toList(), whole);
    }
    List<String> lines =
        options.has('m')
            ? merged(inputs, whole)
            : inputs.stream().flatMap(List::stream).sorted(whole).toList();
    StringBuilder sorted = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      boolean repeats =
          options.has('u') && i > 0 && order.compare(lines.get(i - 1), lines.get(i)) == 0;
      sorted.append(repeats ? "" : lines.get(i) + end);
    }
    if (options.value('o').isPresent()) {
      call.files().write(call.resolve(options.value('o').get()), sorted.toString());
    } else {
      call.out().print(sorted);
    }
    return 0;
  }

  /** The lines of inputs that are in order already, of equal ones the earlier input's first. */
  private static List<String> merged(List<List<String>> inputs, Comparator<String> order) {
    List<Deque<String>> left = new ArrayList<>();
    inputs.stream().filter(input -> !input.isEmpty()).map(ArrayDeque::new).forEach(left::add);
    List<String> merged = new ArrayList<>();
    while (!left.isEmpty()) {
      Deque<String> next = Collections.min(left, Comparator.comparing(Deque::getFirst, order));
      merged.add(next.removeFirst());
      if (next.isEmpty()) {
        left.remove(next);
      }
    }
    return merged;
  }

  /** Whether the lines are in order; reports the first that is not. */
  private static int check(
      Invocation call, Options.Found options, List<String> lines, Comparator<String> order) {
    int least = options.has('u') ? 0 : 1;
    for (int i = 1; i < lines.size(); i++) {
      if (order.compare(lines.get(i - 1), lines.get(i)) >= least) {
        boolean quiet =
            options.last("cC") == 'C' || options.value('c').orElse("").matches("q.*|s.*");
        String path = options.operands().isEmpty() ? "-" : options.operands().getFirst();
        if (!quiet) {
          call.complain(path + ":" + (i + 1) + ": disorder: " + lines.get(i));
        }
        return 1;
      }
    }
    return 0;
  }

  private static Comparator<String> order(Invocation call, Options.Found options)
      throws ProgramException {
    String global = flags(options);
    if (options.values('k').isEmpty()) {
      return by(global);
    }
    Comparator<String> all = null;
    for (String key : options.values('k')) {
      Matcher parsed = KEY.matcher(key);
      if (parsed.matches() && parsed.group(1).matches("0+")) {
        throw call.failure(
            2, "field number is zero: invalid field specification " + Invocation.quote(key));
      } else if (!parsed.matches()) {
        throw call.failure(
            2, "invalid number at field start: invalid count at start of '" + key + "'");
      }
      int from = Integer.parseInt(parsed.group(1));
      int to = parsed.group(3) == null ? Integer.MAX_VALUE : Integer.parseInt(parsed.group(3));
      String own = parsed.group(2) + (parsed.group(4) == null ? "" : parsed.group(4));
      String separator = options.value('t').orElse("");
      Comparator<String> one =
          Comparator.comparing(
              line -> field(line, separator, from, to), by(own.isEmpty() ? global : own));
      all = all == null ? one : all.thenComparing(one);
    }
    return all == null ? by(global) : all;
  }

  private static String flags(Options.Found options) {
    StringBuilder flags = new StringBuilder();
    for (char each : new char[] {'n', 'r', 'b', 'f', 'h', 'V', 'g'}) {
      flags.append(options.has(each) ? each : "");
    }
    return flags.toString();
  }

  private static Comparator<String> by(String flags) {
    Comparator<String> order;
    if (flags.matches(".*[ng].*")) {
      order = Comparator.comparing(Sort::number);
    } else if (flags.contains("h")) {
      order = Comparator.comparing(Sort::human);
    } else if (flags.contains("V")) {
      order = Versions::compare;
    } else if (flags.contains("f")) {
      order = Comparator.comparing(text -> text.toUpperCase(Locale.ROOT));
    } else if (flags.contains("b")) {
      order = Comparator.comparing(String::stripLeading);
    } else {
      order = Comparator.naturalOrder();
    }
    return flags.contains("r") ? order.reversed() : order;
  }

  private static BigDecimal number(String text) {
    Matcher number = NUMBER.matcher(text);
    String digits = number.lookingAt() ? number.group(1) : "";
    return digits.matches(".*\\d.*") ? new BigDecimal(digits) : BigDecimal.ZERO;
  }

  private static BigDecimal human(String text) {
    Matcher number = NUMBER.matcher(text);
    int unit =
        number.lookingAt() && number.end() < text.length()
            ? "KMGTPE".indexOf(Character.toUpperCase(text.charAt(number.end()))) + 1
            : 0;
    return number(text).scaleByPowerOfTen(3 * unit);
  }

  private static String field(String line, String separator, int from, int to) {
    Pattern splitter =
        separator.isEmpty()
            ? Pattern.compile("(?<=\\S)(?=\\s)")
            : Pattern.compile(Pattern.quote(separator));
    String[] fields = splitter.split(line, -1);
    if (from > fields.length) {
      return "";
    }
    List<String> chosen =
        List.of(fields).subList(from - 1, Math.max(from - 1, Math.min(to, fields.length)));
    return String.join(separator, chosen);
  }
}
