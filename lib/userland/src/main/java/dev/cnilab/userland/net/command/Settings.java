package dev.cnilab.userland.net.command;

/**
 * The options before an iproute2 command's first word.
 *
 * @param statistics how often {@code -s} was given
 * @param details how often {@code -d} was given
 */
public record Settings(
    Family family, int statistics, int details, boolean oneline, boolean brief, Format format) {
  /** How output is written. */
  public enum Format {
    TEXT,
    JSON,
    PRETTY_JSON
  }

  public static final Settings DEFAULT =
      new Settings(Family.UNSPEC, 0, 0, false, false, Format.TEXT);

  public boolean detailed() {
    return details > 0;
  }

  /** What separates the lines of one entry. */
  public String newline() {
    return oneline ? "\\" : "\n";
  }

  public Settings withFamily(Family other) {
    return new Settings(other, statistics, details, oneline, brief, format);
  }
}
