package dev.cnilab.userland.netfilter.rule;

import dev.cnilab.userland.process.ProgramException;
import java.util.List;

/** The levels of the kernel's log by name (syslog(3)), as iptables lists them. */
public final class LogLevels {
  private static final List<String> NAMES =
      List.of("emerg", "alert", "crit", "error", "warn", "notice", "info", "debug");

  private LogLevels() {}

  /** A level by number or name. */
  public static int number(String text) throws ProgramException {
    int named =
        switch (text) {
          case "panic" -> 0;
          case "warning" -> NAMES.indexOf("warn");
          case "warn" -> -1; // only the listing abbreviates it
          default -> NAMES.indexOf(text);
        };
    return named >= 0
        ? named
        : RuleValues.number(text, NAMES.size() - 1, "log level \"" + text + "\" unknown\n");
  }

  public static String name(int level) {
    return NAMES.get(level);
  }
}
