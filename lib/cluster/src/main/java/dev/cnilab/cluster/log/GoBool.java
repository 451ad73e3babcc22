package dev.cnilab.cluster.log;

import java.util.Optional;
import java.util.Set;

/** A boolean as Go's {@code strconv.ParseBool} reads it. */
public final class GoBool {
  private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
  private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

  private GoBool() {}

  /** The value of a text; empty if it is neither. */
  public static Optional<Boolean> parse(String text) {
    if (TRUE.contains(text)) {
      return Optional.of(true);
    }
    return FALSE.contains(text) ? Optional.of(false) : Optional.empty();
  }

  /** Whether a text means true; one that is neither does not. */
  public static boolean isTrue(String text) {
    return TRUE.contains(text);
  }
}
