package dev.cnilab.cluster.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Suggests the name that the user probably meant. */
final class Nearest {
  private static final int MOST_EDITS = 2;

  private Nearest() {}

  /** The message for an unknown name. */
  static String complaint(String kind, String text, Collection<String> names) {
    String list = "there is no " + kind + " \"" + text + "\"; choose " + String.join(", ", names);
    return to(text, names).map(name -> list + ". Did you mean " + name + "?").orElse(list);
  }

  /** The closest name, if it is close enough. */
  static Optional<String> to(String text, Collection<String> names) {
    return names.stream()
        .min(Comparator.comparingInt(name -> edits(text, name)))
        .filter(name -> edits(text, name) <= MOST_EDITS);
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
