package dev.cnilab.userland.coreutils;

import dev.cnilab.userland.command.LineReader.Line;
import dev.cnilab.userland.command.PreemptibleText;
import dev.cnilab.userland.coreutils.SedScript.Action;
import dev.cnilab.userland.coreutils.SedScript.Address;
import dev.cnilab.userland.coreutils.SedScript.Step;
import dev.cnilab.userland.process.Process;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;

/** Applies a script to lines. */
final class SedRun {
  private final Process process;
  private final SedScript script;
  private final List<Line> lines;
  private final boolean quiet;
  private final StringBuilder out;

  /** {@code 0,/re/}: a range that has begun before the first line, so it may end there. */
  private static final Address ZEROTH = new Address.Line(0);

  private final long[] rangeEnd;
  private final List<String> appended = new ArrayList<>();
  private String pattern = "";
  private String hold = "";
  private int number;
  private boolean substituted;
  private Optional<Integer> quit = Optional.empty();

  /** Where a cycle goes on after a command. */
  private enum Next {
    STEP,
    END_OF_CYCLE,
    NEXT_CYCLE,
    SAME_PATTERN
  }

  SedRun(Process process, SedScript script, List<Line> lines, boolean quiet, StringBuilder out) {
    this.process = process;
    this.script = script;
    this.lines = lines;
    this.quiet = quiet;
    this.out = out;
    this.rangeEnd = new long[script.steps().size()];
    for (int i = 0; i < rangeEnd.length; i++) {
      boolean beforeFirstLine = script.steps().get(i).from().filter(ZEROTH::equals).isPresent();
      rangeEnd[i] = beforeFirstLine ? Long.MAX_VALUE : 0;
    }
  }

  /** Returns the exit status. */
  int run() {
    boolean keep = false;
    while (quit.isEmpty() && (keep || number < lines.size())) {
      if (!keep) {
        pattern = lines.get(number++).text();
      }
      Next end = cycle();
      if (end == Next.END_OF_CYCLE && !quiet) {
        print(pattern);
      }
      appended.forEach(this::print);
      appended.clear();
      keep = end == Next.SAME_PATTERN && !pattern.isEmpty();
    }
    return quit.orElse(0);
  }

  private void print(String text) {
    out.append(text);
    boolean unfinished = number == lines.size() && !lines.isEmpty() && !lines.getLast().complete();
    if (!unfinished || !text.equals(pattern)) {
      out.append('\n');
    }
  }

  private Next cycle() {
    substituted = false;
    int at = 0;
    while (at < script.steps().size()) {
      process.preempt();
      Step step = script.steps().get(at);
      boolean selected = selects(step, at) != step.negated();
      if (step.action() instanceof Action.Block block) {
        at = selected ? at + 1 : block.end();
        continue;
      } else if (!selected) {
        at++;
        continue;
      } else if (step.action() instanceof Action.Branch branch) {
        at = branches(branch) ? target(branch) : at + 1;
        continue;
      }
      Next next = perform(step, at);
      if (next != Next.STEP) {
        return next;
      }
      at++;
    }
    return Next.END_OF_CYCLE;
  }

  private boolean branches(Action.Branch branch) {
    boolean before = substituted;
    if (branch.command() != 'b') {
      substituted = false;
    }
    return branch.command() == 'b' || before == (branch.command() == 't');
  }

  private int target(Action.Branch branch) {
    return branch.label().isEmpty()
        ? script.steps().size()
        : script.labels().getOrDefault(branch.label(), script.steps().size());
  }

  private boolean selects(Step step, int index) {
    if (step.from().isEmpty()) {
      return true;
    } else if (step.to().isEmpty()) {
      return is(step.from().get());
    } else if (rangeEnd[index] != 0) {
      boolean ends =
          step.to().get() instanceof Address.Matching
              ? is(step.to().get())
              : number >= rangeEnd[index];
      rangeEnd[index] = ends ? 0 : rangeEnd[index];
      return true;
    } else if (is(step.from().get())) {
      long end =
          switch (step.to().get()) {
            case Address.Line line -> line.number();
            case Address.After after -> number + after.count();
            case Address.Last last -> lines.size();
            default -> Long.MAX_VALUE;
          };
      rangeEnd[index] = end > number ? end : 0;
      return true;
    }
    return false;
  }

  private boolean is(Address address) {
    return switch (address) {
      case Address.Line line -> number == line.number();
      case Address.Every every ->
          every.step() == 0
              ? number == every.first()
              : number >= every.first() && (number - every.first()) % every.step() == 0;
      case Address.Last last -> number == lines.size();
      case Address.Matching matching -> matching.pattern().matcher(text()).find();
      case Address.After after -> false;
    };
  }

  private CharSequence text() {
    return new PreemptibleText(pattern, process);
  }

  private Next perform(Step step, int index) {
    return switch (step.action()) {
      case Action.Substitute substitute -> {
        substitute(substitute);
        yield Next.STEP;
      }
      case Action.Transliterate map -> {
        transliterate(map);
        yield Next.STEP;
      }
      case Action.Text text -> text(text, index);
      case Action.Quit end -> {
        quit = Optional.of(end.status());
        yield end.command() == 'q' ? Next.END_OF_CYCLE : Next.NEXT_CYCLE;
      }
      case Action.Simple simple -> simple(simple.command());
      case Action.Branch branch -> Next.STEP;
      case Action.Block block -> Next.STEP;
    };
  }

  private Next text(Action.Text text, int index) {
    switch (text.command()) {
      case 'a' -> appended.add(text.text());
      case 'i' -> out.append(text.text()).append('\n');
      default -> {
        if (rangeEnd[index] == 0) {
          out.append(text.text()).append('\n');
        }
        return Next.NEXT_CYCLE;
      }
    }
    return Next.STEP;
  }

  private Next simple(char command) {
    switch (command) {
      case 'd' -> {
        return Next.NEXT_CYCLE;
      }
      case 'D' -> {
        int newline = pattern.indexOf('\n');
        pattern = newline < 0 ? "" : pattern.substring(newline + 1);
        return newline < 0 ? Next.NEXT_CYCLE : Next.SAME_PATTERN;
      }
      case 'p' -> out.append(pattern).append('\n');
      case 'P' -> out.append(pattern.split("\n", 2)[0]).append('\n');
      case 'n' -> {
        if (number == lines.size()) {
          return Next.END_OF_CYCLE;
        }
        if (!quiet) {
          out.append(pattern).append('\n');
        }
        pattern = lines.get(number++).text();
      }
      case 'N' -> {
        if (number == lines.size()) {
          return Next.END_OF_CYCLE;
        }
        pattern += "\n" + lines.get(number++).text();
      }
      case 'g' -> pattern = hold;
      case 'G' -> pattern += "\n" + hold;
      case 'h' -> hold = pattern;
      case 'H' -> hold += "\n" + pattern;
      case 'x' -> {
        String before = pattern;
        pattern = hold;
        hold = before;
      }
      case '=' -> out.append(number).append('\n');
      default -> out.append(pattern.replace("\\", "\\\\").replace("\t", "\\t")).append("$\n");
    }
    return Next.STEP;
  }

  private void transliterate(Action.Transliterate map) {
    StringBuilder mapped = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      int found = map.from().indexOf(pattern.charAt(i));
      mapped.append(found < 0 ? pattern.charAt(i) : map.to().charAt(found));
    }
    pattern = mapped.toString();
  }

  private void substitute(Action.Substitute substitute) {
    Matcher matcher = substitute.pattern().matcher(text());
    StringBuilder result = new StringBuilder();
    int copied = 0;
    int count = 0;
    while (matcher.find()) {
      count++;
      if (count >= substitute.which()) {
        result.append(pattern, copied, matcher.start());
        replace(substitute.replacement(), matcher, result);
        copied = matcher.end();
        if (!substitute.all()) {
          break;
        }
      }
    }
    if (count >= substitute.which()) {
      pattern = result.append(pattern, copied, pattern.length()).toString();
      substituted = true;
      if (substitute.print()) {
        out.append(pattern).append('\n');
      }
    }
  }

  /** Appends the replacement: {@code &}, {@code \1}, {@code \n}, and case by {@code \U \L \E}. */
  private static void replace(String replacement, Matcher matcher, StringBuilder to) {
    char casing = 'E';
    for (int i = 0; i < replacement.length(); i++) {
      char c = replacement.charAt(i);
      String piece;
      if (c == '&') {
        piece = matcher.group();
      } else if (c == '\\' && i + 1 < replacement.length()) {
        char next = replacement.charAt(++i);
        if ("ULE".indexOf(next) >= 0) {
          casing = next;
          continue;
        }
        piece = escaped(next, matcher);
      } else {
        piece = String.valueOf(c);
      }
      to.append(
          casing == 'U'
              ? piece.toUpperCase(Locale.ROOT)
              : casing == 'L' ? piece.toLowerCase(Locale.ROOT) : piece);
    }
  }

  private static String escaped(char next, Matcher matcher) {
    if (next >= '0' && next <= '9') {
      int group = next - '0';
      String found = group <= matcher.groupCount() ? matcher.group(group) : "";
      return found == null ? "" : found;
    }
    return next == 'n' ? "\n" : next == 't' ? "\t" : String.valueOf(next);
  }
}
