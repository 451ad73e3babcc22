package dev.cnilab.userland.system.systemd;

import dev.cnilab.userland.command.pattern.ShellPattern;

/** Names of units as words of systemctl and journalctl, which may be patterns. */
final class UnitNames {
  private UnitNames() {}

  static boolean isPattern(String word) {
    return word.matches(".*[*?\\[].*");
  }

  /** Whether a word stands for a unit: a name without a type for a service. */
  static boolean fit(String word, String unit) {
    String whole = word.contains(".") ? word : word + ".service";
    return isPattern(word)
        ? ShellPattern.matches(word, unit) || ShellPattern.matches(whole, unit)
        : whole.equals(unit);
  }
}
