package dev.cnilab.userland.shell.tree;

/**
 * A redirection.
 *
 * @param descriptor the file descriptor
 * @param target a path, for DUPLICATE a descriptor or {@code -}, for HERE_DOCUMENT the text
 */
public record Redirection(int descriptor, Kind kind, Word target) {

  /** The operator. */
  public enum Kind {
    /** {@code <}. */
    READ,
    /** {@code >} and {@code >|}. */
    WRITE,
    /** {@code >>}. */
    APPEND,
    /** {@code <>}. */
    READ_WRITE,
    /** {@code >&} and {@code <&}. */
    DUPLICATE,
    /** {@code <<}, {@code <<-} and {@code <<<}. */
    HERE_DOCUMENT;

    /** The kind of an operator. */
    public static Kind of(String operator) {
      return switch (operator) {
        case "<" -> READ;
        case ">>", "&>>" -> APPEND;
        case "<<", "<<-", "<<<" -> HERE_DOCUMENT;
        case "<>" -> READ_WRITE;
        case "<&", ">&" -> DUPLICATE;
        default -> WRITE;
      };
    }
  }
}
