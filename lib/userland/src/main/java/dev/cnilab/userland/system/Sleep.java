package dev.cnilab.userland.system;

import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.userland.command.Dialect;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code sleep}: a timer, so that any number of sleeping processes cost no thread. */
record Sleep(Dialect dialect) implements EventProgram {
  @Override
  public void begin(Process process) {
    List<String> words = process.arguments().subList(1, process.arguments().size());
    String name = process.arguments().getFirst();
    Duration total = Duration.ZERO;
    boolean forever = false;
    for (String word : words) {
      Optional<Duration> span = parse(word);
      if (span.isEmpty() && !word.matches("(?i)inf(inity)?")) {
        process.err().print(refusal(name, word));
        process.end(1);
        return;
      }
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

  private String refusal(String name, String word) {
    return dialect == Dialect.BUSYBOX
        ? "sleep: invalid number '" + word + "'\n"
        : word.matches("-[^-].*")
            ? name
                + ": invalid option -- '"
                + word.charAt(1)
                + "'\nTry '"
                + name
                + " --help' for more information.\n"
            : name
                + ": invalid time interval '"
                + word
                + "'\nTry '"
                + name
                + " --help' for more information.\n";
  }

  /** A number of seconds, or of what its suffix says: s, m, h or d. */
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
