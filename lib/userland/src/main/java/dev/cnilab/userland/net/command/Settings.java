package dev.cnilab.userland.net.command;

/**
 * The options before an iproute2 command's first word.
 *
 * @param statistics how often {@code -s} was given
 * @param details how often {@code -d} was given
 */
public record Settings(
    Family family,
    int statistics,
    int details,
    boolean oneline,
    boolean brief,
    Format format,
    Dialect dialect) {
  /** Whose words a command prints. */
  public enum Dialect {
    IPROUTE2,
    BUSYBOX
  }

  /** How output is written. */
  public enum Format {
    TEXT,
    JSON,
    PRETTY_JSON
  }

  public static final Settings DEFAULT =
      new Settings(Family.UNSPEC, 0, 0, false, false, Format.TEXT, Dialect.IPROUTE2);

  public boolean detailed() {
    return details > 0;
  }

  public boolean isBusybox() {
    return dialect == Dialect.BUSYBOX;
  }

  /** What separates the lines of one entry. */
  public String newline() {
    return oneline ? "\\" : "\n";
  }

  public Settings withFamily(Family other) {
    return new Settings(other, statistics, details, oneline, brief, format, dialect);
  }
}
