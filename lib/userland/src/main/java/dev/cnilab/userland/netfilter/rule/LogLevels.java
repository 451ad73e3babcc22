package dev.cnilab.userland.netfilter.rule;

import dev.cnilab.userland.process.ProgramException;
import java.util.List;

/** The levels of the kernel's log by name (syslog(3)), as iptables abbreviates them. */
public final class LogLevels {
  private static final List<String> NAMES =
      List.of("emerg", "alert", "crit", "error", "warn", "notice", "info", "debug");

  private LogLevels() {}

  /** A level by number or name. */
  public static int number(String text) throws ProgramException {
    for (int level = 0; level < NAMES.size(); level++) {
      if ((text.length() > 2 && NAMES.get(level).startsWith(text))
          || text.startsWith(NAMES.get(level))) {
        return level;
      }
    }
    return RuleValues.number(text, NAMES.size() - 1, "log level \"" + text + "\" unknown\n");
  }

  public static String name(int level) {
    return NAMES.get(level);
  }
}
