package dev.cnilab.conformance.linux;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines of two lists, with {@code -} before missing ones and {@code +} before additional ones.
 */
final class UnifiedDiff {
  private UnifiedDiff() {}

  static List<String> of(List<String> wanted, List<String> found) {
    int[][] common = longestCommon(wanted, found);
    List<String> diff = new ArrayList<>();
    int w = 0;
    int f = 0;
    while (w < wanted.size() || f < found.size()) {
      boolean both = w < wanted.size() && f < found.size();
      if (both && wanted.get(w).equals(found.get(f))) {
        diff.add(" " + wanted.get(w++));
        f++;
      } else if (f == found.size() || (both && common[w + 1][f] >= common[w][f + 1])) {
        diff.add("-" + wanted.get(w++));
      } else {
        diff.add("+" + found.get(f++));
      }
    }
    return diff;
  }

  /** At [w][f], the length of the longest common subsequence from w and f on. */
  private static int[][] longestCommon(List<String> wanted, List<String> found) {
    int[][] length = new int[wanted.size() + 1][found.size() + 1];
    for (int w = wanted.size() - 1; w >= 0; w--) {
      for (int f = found.size() - 1; f >= 0; f--) {
        length[w][f] =
            wanted.get(w).equals(found.get(f))
                ? length[w + 1][f + 1] + 1
                : Math.max(length[w + 1][f], length[w][f + 1]);
      }
    }
    return length;
  }
}
