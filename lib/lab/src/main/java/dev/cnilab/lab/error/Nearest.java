package dev.cnilab.lab.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import tech.tablesaw.util.LevenshteinDistance;

/** Finds the name that was probably meant. */
public final class Nearest {
  private static final int MOST_EDITS = 2;
  private static final LevenshteinDistance EDITS = LevenshteinDistance.getDefaultInstance();

  private Nearest() {}

  /**
   * The known name that is closest to a mistyped one, if at most two letters and half of what was
   * typed are wrong.
   */
  public static Optional<String> to(String typed, Collection<String> known) {
    int most = Math.min(MOST_EDITS, typed.length() / 2);
    return known.stream()
        .min(Comparator.comparingInt(name -> EDITS.apply(typed, name)))
        .filter(name -> EDITS.apply(typed, name) <= most);
  }
}
