package dev.cnilab.lab.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class Nearest {
  private static final int MOST_EDITS = 2;

  private Nearest() {}

  /**
   * The known name that is closest to a mistyped one, if at most two letters and half of what was
   * typed are wrong.
   */
  public static Optional<String> to(String typed, Collection<String> known) {
    int most = Math.min(MOST_EDITS, typed.length() / 2);
    return known.stream()
        .min(Comparator.comparingInt(name -> edits(typed, name)))
        .filter(name -> edits(typed, name) <= most);
  }

  /** Levenshtein's distance. */
  private static int edits(String from, String to) {
    int[] previous = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(previous[j - 1] + change, Math.min(previous[j], row[j - 1]) + 1);
      }
      previous = row;
    }
    return previous[to.length()];
  }
}
