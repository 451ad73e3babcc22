package dev.cnilab.userland.net.command.iproute;

import dev.cnilab.userland.net.command.AddressFamily;

/**
 * The options before an iproute2 command's first word.
 *
 * @param statistics how many times {@code -s} was given
 * @param details how many times {@code -d} was given
 * @param numbers how counters are printed
 */
public record Settings(
    AddressFamily family,
    int statistics,
    int details,
    boolean oneline,
    boolean brief,
    Format format,
    Numbers numbers,
    Dialect dialect) {
  /** The implementation whose output is printed. */
  public enum Dialect {
    IPROUTE2,
    BUSYBOX
  }

  /** The output format. */
  public enum Format {
    TEXT,
    JSON,
    PRETTY_JSON
  }

  public static final Settings DEFAULT =
      new Settings(
          AddressFamily.UNSPEC, 0, 0, false, false, Format.TEXT, Numbers.PLAIN, Dialect.IPROUTE2);

  public boolean detailed() {
    return details > 0;
  }

  public boolean isBusybox() {
    return dialect == Dialect.BUSYBOX;
  }

  /** The separator between the lines of an entry. */
  public String newline() {
    return oneline ? "\\" : "\n";
  }

  public Settings withFamily(AddressFamily other) {
    return new Settings(other, statistics, details, oneline, brief, format, numbers, dialect);
  }
}
