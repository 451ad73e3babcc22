package dev.cnilab.cluster.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table as Go's {@code text/tabwriter} aligns it: each cell but the last of its row is as wide as
 * the longest of its column and the padding. The last one is not padded.
 */
public final class GoTable {
  private final int least;
  private final int padding;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * Creates an empty table.
   *
   * @param least the least width of a column, in characters
   * @param padding the spaces after the longest cell of a column
   */
  public GoTable(int least, int padding) {
    this.least = least;
    this.padding = padding;
  }

  /** Adds a row; its cells are separated by tabs. */
  public void add(String line) {
    rows.add(Arrays.asList(line.split("\t", -1)));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      for (int column = 0; column < row.size() - 1; column++) {
        text.append(row.get(column)).repeat(' ', width(column) - row.get(column).length());
      }
      text.append(row.getLast()).append('\n');
    }
    return text.toString();
  }

  private int width(int column) {
    int longest =
        rows.stream()
            .filter(row -> column < row.size() - 1)
            .mapToInt(row -> row.get(column).length())
            .max()
            .orElse(0);
    return Math.max(least, longest + padding);
  }
}
