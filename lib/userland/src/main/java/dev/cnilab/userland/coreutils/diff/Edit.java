package dev.cnilab.userland.coreutils.diff;

import java.util.ArrayList;
import java.util.List;

/**
 * Replaced lines of a text; positions count from 0, ends are exclusive.
 *
 * @param start in the old text
 * @param newStart in the new text
 */
public record Edit(int start, int end, int newStart, int newEnd) {
  /** Above this product of lengths the whole middle counts as changed. */
  private static final long MOST_CELLS = 16_000_000;

  /**
   * The smallest edits that turn one list of lines into the other, by longest common subsequence,
   * in order; empty if they are equal.
   */
  public static List<Edit> between(List<String> old, List<String> now) {
    int prefix = 0;
    while (prefix < Math.min(old.size(), now.size()) && old.get(prefix).equals(now.get(prefix))) {
      prefix++;
    }
    int rows = old.size() - prefix;
    int columns = now.size() - prefix;
    if ((long) rows * columns > MOST_CELLS) {
      return List.of(new Edit(prefix, old.size(), prefix, now.size()));
    }
    int[][] length = new int[rows + 1][columns + 1];
    for (int i = rows - 1; i >= 0; i--) {
      for (int j = columns - 1; j >= 0; j--) {
        length[i][j] =
            old.get(prefix + i).equals(now.get(prefix + j))
                ? length[i + 1][j + 1] + 1
                : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    List<Edit> edits = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < rows || j < columns) {
      int startI = i;
      int startJ = j;
      while (i < rows && j < columns && old.get(prefix + i).equals(now.get(prefix + j))) {
        i++;
        j++;
        startI = i;
        startJ = j;
      }
      while ((i < rows || j < columns)
          && !(i < rows && j < columns && old.get(prefix + i).equals(now.get(prefix + j)))) {
        boolean deletes = i < rows && (j == columns || length[i + 1][j] >= length[i][j + 1]);
        i += deletes ? 1 : 0;
        j += deletes ? 0 : 1;
      }
      if (i > startI || j > startJ) {
        edits.add(new Edit(prefix + startI, prefix + i, prefix + startJ, prefix + j));
      }
    }
    return edits;
  }

  /** The edit as {@code diff} prints it without options. */
  String text(List<String> old, List<String> now) {
    String kind = start == end ? "a" : newStart == newEnd ? "d" : "c";
    StringBuilder text =
        new StringBuilder(range(start, end) + kind + range(newStart, newEnd) + "\n");
    old.subList(start, end).forEach(line -> text.append(marked("< ", line)));
    text.append(kind.equals("c") ? "---\n" : "");
    now.subList(newStart, newEnd).forEach(line -> text.append(marked("> ", line)));
    return text.toString();
  }

  /** A line after its mark; a line without a newline gets diff's remark. */
  static String marked(String mark, String line) {
    return mark + (line.endsWith("\n") ? line : line + "\n\\ No newline at end of file\n");
  }

  private static String range(int from, int to) {
    return from == to
        ? String.valueOf(from)
        : to == from + 1 ? String.valueOf(to) : (from + 1) + "," + to;
  }
}
