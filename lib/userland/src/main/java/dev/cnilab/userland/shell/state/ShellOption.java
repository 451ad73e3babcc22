package dev.cnilab.userland.shell.state;

import dev.cnilab.userland.shell.expand.ShellException;
import java.util.Locale;

/** What {@code set} turns on and off. */
public enum ShellOption {
  ERREXIT('e'),
  NOGLOB('f'),
  NOUNSET('u'),
  XTRACE('x'),
  VERBOSE('v'),
  NOEXEC('n'),
  ALLEXPORT('a'),
  NOCLOBBER('C'),
  MONITOR('m'),
  NOTIFY('b');

  private final char letter;

  ShellOption(char letter) {
    this.letter = letter;
  }

  public char letter() {
    return letter;
  }

  /** The option of a letter after {@code -} or {@code +}. */
  public static ShellOption lettered(char sign, char letter) throws ShellException {
    for (ShellOption each : values()) {
      if (each.letter == letter) {
        return each;
      }
    }
    throw new ShellException(2, "Illegal option " + sign + letter);
  }

  /** The option of a name after {@code -o}. */
  public static ShellOption named(String name) throws ShellException {
    for (ShellOption each : values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(name)) {
        return each;
      }
    }
    throw new ShellException(2, "Illegal option -o " + name);
  }
}
