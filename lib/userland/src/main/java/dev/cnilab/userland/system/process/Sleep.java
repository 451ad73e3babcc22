package dev.cnilab.userland.system.process;

import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.userland.command.Dialect;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProgramException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code sleep}, implemented as a timer, so that sleeping processes need no threads. */
public record Sleep(Dialect dialect) implements EventProgram {
  @Override
  public void begin(Process process) {
    List<String> words = process.arguments().subList(1, process.arguments().size());
    String name = process.arguments().getFirst();
    boolean optional =
        dialect == Dialect.GNU && !words.isEmpty() && words.getFirst().matches("-.+");
    if (optional && !words.getFirst().equals("--")) {
      askedOtherwise(process);
      return;
    }
    List<String> wrong =
        words.stream()
            .filter(word -> parse(word).isEmpty() && !word.matches("(?i)inf(inity)?|--"))
            .toList();
    if (!wrong.isEmpty()) {
      process.err().print(refusal(name, wrong));
      process.end(1);
      return;
    }
    Duration total = Duration.ZERO;
    boolean forever = false;
    for (String word : words.stream().filter(each -> !each.equals("--")).toList()) {
      Optional<Duration> span = parse(word);
      forever |= span.isEmpty();
      total = total.plus(span.orElse(Duration.ZERO));
    }
    if (words.isEmpty()) {
      process
          .err()
          .print(name + ": missing operand\nTry '" + name + " --help' for more information.\n");
      process.end(1);
    } else if (!forever) {
      Timer end = process.loop().schedule(total, () -> process.end(0));
      process.onExit(status -> end.cancel());
    }
  }

  @Override
  public boolean canStop() {
    return true;
  }

  /** Handles an option; only the common ones exist. */
  private static void askedOtherwise(Process process) {
    try {
      Options.of(Invocation.ofDebian(process), "").parse();
    } catch (ProgramException wrong) {
      process.err().println(process.arguments().getFirst() + ": " + wrong.text());
      process.end(wrong.status());
    }
  }

  private String refusal(String name, List<String> words) {
    if (dialect == Dialect.BUSYBOX) {
      return "sleep: invalid number '" + words.getFirst() + "'\n";
    }
    StringBuilder text = new StringBuilder();
    for (String word : words) {
      text.append(name).append(": invalid time interval ").append(Invocation.quote(word));
      text.append('\n');
    }
    return text + "Try '" + name + " --help' for more information.\n";
  }

  /** A number of seconds, or of units with a suffix: s, m, h or d. */
  static Optional<Duration> parse(String text) {
    if (!text.matches("(\\d{1,9}(\\.\\d{0,9})?|\\.\\d{1,9})[smhd]?")) {
      return Optional.empty();
    }
    char suffix = text.charAt(text.length() - 1);
    long factor = suffix == 'm' ? 60 : suffix == 'h' ? 3600 : suffix == 'd' ? 86400 : 1;
    String digits = Character.isLetter(suffix) ? text.substring(0, text.length() - 1) : text;
    BigDecimal nanos = new BigDecimal(digits).movePointRight(9);
    return Optional.of(Duration.ofNanos(nanos.longValue()).multipliedBy(factor));
  }
}
