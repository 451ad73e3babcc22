package dev.cnilab.userland.shell.state;

import dev.cnilab.userland.shell.expand.variable.ShellException;
import java.util.Locale;

/** The options of {@code set}. */
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
  NOTIFY('b'),
  ERRTRACE('E'),
  FUNCTRACE('T'),
  /** Only in bash and busybox; it has no letter. */
  PIPEFAIL('\0');

  private final char letter;

  ShellOption(char letter) {
    this.letter = letter;
  }

  /** Whether {@code $-} shows it. */
  public boolean hasLetter() {
    return letter != '\0';
  }

  private boolean isOf(ShellDialect dialect) {
    return switch (this) {
      case ERRTRACE, FUNCTRACE -> dialect == ShellDialect.BASH;
      case PIPEFAIL -> dialect != ShellDialect.DASH;
      default -> true;
    };
  }

  public char letter() {
    return letter;
  }

  /** The option with a letter after {@code -} or {@code +}. */
  public static ShellOption lettered(char sign, char letter, ShellDialect dialect)
      throws ShellException {
    for (ShellOption each : values()) {
      if (each.letter == letter && each.hasLetter() && each.isOf(dialect)) {
        return each;
      }
    }
    throw new ShellException(
        2,
        dialect == ShellDialect.BASH
            ? sign + "" + letter + ": invalid option"
            : "Illegal option " + sign + letter);
  }

  /** The option with a name after {@code -o}. */
  public static ShellOption named(String name, ShellDialect dialect) throws ShellException {
    for (ShellOption each : values()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(name) && each.isOf(dialect)) {
        return each;
      }
    }
    throw new ShellException(
        2,
        dialect == ShellDialect.BASH
            ? name + ": invalid option name"
            : "Illegal option -o " + name);
  }
}
