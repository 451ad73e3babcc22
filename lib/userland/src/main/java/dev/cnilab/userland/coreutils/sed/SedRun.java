package dev.cnilab.userland.coreutils.sed;

import dev.cnilab.userland.command.LineReader.Line;
import dev.cnilab.userland.command.PreemptibleText;
import dev.cnilab.userland.command.pattern.RegexMatcher;
import dev.cnilab.userland.coreutils.sed.SedScript.Action;
import dev.cnilab.userland.coreutils.sed.SedScript.Step;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.stream.Output;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Applies a script to lines. */
final class SedRun {
  private final Process process;
  private final SedScript script;
  private final SedInput in;
  private final boolean quiet;
  private final SedOutput out;

  /** The heap bytes per character while it is being copied. */
  private static final int BYTES_A_CHARACTER = 3;

  private static final int COPIED_A_MICROSECOND = 8192;
  private static final int WORTH_COUNTING = 65_536;

  private final SedRanges ranges;
  private final List<String> appended = new ArrayList<>();
  private String pattern = "";
  private String hold = "";
  private int number;
  private boolean complete = true;
  private boolean holdComplete = true;
  private long held;
  private boolean substituted;
  private Optional<Integer> quit = Optional.empty();

  /** How a cycle continues after a command. */
  private enum Next {
    STEP,
    END_OF_CYCLE,
    NEXT_CYCLE,
    SAME_PATTERN
  }

  SedRun(Process process, SedScript script, SedInput in, boolean quiet, Output target) {
    this.process = process;
    this.script = script;
    this.in = in;
    this.quiet = quiet;
    this.out = new SedOutput(target);
    this.ranges = new SedRanges(script, in);
  }

  /**
   * Processes the input and prints the result of each line before it reads the next; returns the
   * exit status.
   */
  int run() throws IOException {
    boolean keep = false;
    while (quit.isEmpty() && (keep || in.hasNext())) {
      if (!keep) {
        pattern = take();
      }
      Next end = cycle();
      if (end == Next.END_OF_CYCLE && !quiet) {
        out.line(pattern, complete);
      }
      appended.forEach(out::line);
      appended.clear();
      out.flush();
      keep = end == Next.SAME_PATTERN && !pattern.isEmpty();
    }
    return quit.orElse(0);
  }

  private String take() {
    Line line = in.next();
    number++;
    complete = line.complete();
    return line.text();
  }

  /** Charges the pattern and hold space as memory, and their processing as work. */
  private void weigh() {
    process.work(1 + pattern.length() / COPIED_A_MICROSECOND);
    long now = BYTES_A_CHARACTER * ((long) pattern.length() + hold.length() + out.pending());
    if (Math.abs(now - held) >= WORTH_COUNTING) {
      process.hold(now - held);
      held = now;
    }
  }

  private Next cycle() throws IOException {
    substituted = false;
    int at = 0;
    while (at < script.steps().size()) {
      weigh();
      Step step = script.steps().get(at);
      boolean selected = ranges.select(step, at, number, text()) != step.negated();
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

  private CharSequence text() {
    return new PreemptibleText(pattern, process);
  }

  private Next perform(Step step, int index) throws IOException {
    return switch (step.action()) {
      case Action.Substitute substitute -> {
        substitute(substitute);
        yield Next.STEP;
      }
      case Action.Transliterate map -> {
        pattern = SedReplacement.transliterate(map, pattern);
        yield Next.STEP;
      }
      case Action.Text text -> text(text, index);
      case Action.Quit end -> {
        quit = Optional.of(end.status());
        yield end.command() == 'q' ? Next.END_OF_CYCLE : Next.NEXT_CYCLE;
      }
      case Action.Simple simple -> simple(simple.command());
      case Action.PrintLine print -> {
        out.line(pattern);
        yield Next.STEP;
      }
      case Action.Branch branch -> Next.STEP;
      case Action.Block block -> Next.STEP;
    };
  }

  private Next text(Action.Text text, int index) {
    switch (text.command()) {
      case 'a' -> appended.add(text.text());
      case 'i' -> out.line(text.text());
      default -> {
        if (!ranges.isWithin(index)) {
          out.line(text.text());
        }
        return Next.NEXT_CYCLE;
      }
    }
    return Next.STEP;
  }

  private Next simple(char command) throws IOException {
    switch (command) {
      case 'd' -> {
        return Next.NEXT_CYCLE;
      }
      case 'D' -> {
        int newline = pattern.indexOf('\n');
        pattern = newline < 0 ? "" : pattern.substring(newline + 1);
        return newline < 0 ? Next.NEXT_CYCLE : Next.SAME_PATTERN;
      }
      case 'p' -> out.line(pattern, complete);
      case 'P' -> out.line(pattern.split("\n", 2)[0]);
      case 'n' -> {
        if (!in.hasNext()) {
          return Next.END_OF_CYCLE;
        }
        if (!quiet) {
          out.line(pattern, complete);
        }
        pattern = take();
      }
      case 'N' -> {
        if (!in.hasNext()) {
          return Next.END_OF_CYCLE;
        }
        pattern += "\n" + take();
      }
      case 'g' -> {
        pattern = hold;
        complete = holdComplete;
      }
      case 'G' -> {
        pattern += "\n" + hold;
        complete |= holdComplete;
      }
      case 'h' -> {
        hold = pattern;
        holdComplete = complete;
      }
      case 'H' -> hold += "\n" + pattern;
      case 'x' -> {
        String before = pattern;
        boolean completeBefore = complete;
        pattern = hold;
        complete = holdComplete;
        hold = before;
        holdComplete = completeBefore;
      }
      case '=' -> out.line(number);
      default -> out.line(pattern.replace("\\", "\\\\").replace("\t", "\\t") + "$");
    }
    return Next.STEP;
  }

  private void substitute(Action.Substitute substitute) {
    RegexMatcher matcher = RegexMatcher.posix(substitute.pattern(), text());
    StringBuilder result = new StringBuilder();
    int copied = 0;
    int count = 0;
    while (matcher.find()) {
      count++;
      if (count >= substitute.which()) {
        result.append(pattern, copied, matcher.start());
        SedReplacement.append(substitute.replacement(), matcher, result);
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
        out.line(pattern, complete);
      }
    }
  }
}
