package dev.cnilab.cluster.goflag;

import java.util.Optional;

/** A command line that cannot be used; the message is that of Go's package flag. */
public final class GoFlagException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean asksForHelp;
  private final transient Optional<Unknown> unknown;

  /**
   * A flag that the program does not have.
   *
   * @param at the position of its word in the command line
   */
  public record Unknown(String name, int at) {}

  private GoFlagException(String message, boolean asksForHelp, Optional<Unknown> unknown) {
    super(message, null, false, false);
    this.asksForHelp = asksForHelp;
    this.unknown = unknown;
  }

  static GoFlagException invalid(String message) {
    return new GoFlagException(message, false, Optional.empty());
  }

  static GoFlagException unknown(String name, int at) {
    return new GoFlagException(
        "flag provided but not defined: -" + name, false, Optional.of(new Unknown(name, at)));
  }

  static GoFlagException help() {
    return new GoFlagException("flag: help requested", true, Optional.empty());
  }

  /** The message. */
  public String text() {
    return String.valueOf(getMessage());
  }

  /** Whether it is {@code -h} or {@code -help} of a program that has no such flag. */
  public boolean asksForHelp() {
    return asksForHelp;
  }

  /** The flag that the program does not have; empty if something else is wrong. */
  public Optional<Unknown> unknown() {
    return unknown;
  }
}
