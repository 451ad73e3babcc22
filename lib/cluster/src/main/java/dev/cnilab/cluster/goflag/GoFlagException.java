package dev.cnilab.cluster.goflag;

import java.util.Optional;

/** A command line that cannot be used; the message is that of Go's package flag. */
public final class GoFlagException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean asksForHelp;
  private final String unknown;

  private GoFlagException(String message, boolean asksForHelp, String unknown) {
    super(message, null, false, false);
    this.asksForHelp = asksForHelp;
    this.unknown = unknown;
  }

  static GoFlagException invalid(String message) {
    return new GoFlagException(message, false, "");
  }

  static GoFlagException unknown(String name) {
    return new GoFlagException("flag provided but not defined: -" + name, false, name);
  }

  static GoFlagException help() {
    return new GoFlagException("flag: help requested", true, "");
  }

  /** The message. */
  public String text() {
    return String.valueOf(getMessage());
  }

  /** Whether it is {@code -h} or {@code -help} of a program that has no such flag. */
  public boolean asksForHelp() {
    return asksForHelp;
  }

  /** The name of the flag that the program does not have; empty if something else is wrong. */
  public Optional<String> unknown() {
    return Optional.of(unknown).filter(name -> !name.isEmpty());
  }
}
