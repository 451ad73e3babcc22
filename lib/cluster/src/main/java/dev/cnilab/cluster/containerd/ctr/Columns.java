package dev.cnilab.cluster.containerd.ctr;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table as Go's tabwriter aligns it: a cell that ends with a tab is as wide as the longest cell
 * of its column plus the padding; text after the last tab is not padded.
 */
final class Columns {
  private final int padding;
  private final int least;
  private final List<List<String>> rows = new ArrayList<>();

  private Columns(int padding, int least) {
    this.padding = padding;
    this.least = least;
  }

  /** Four spaces between columns of at least four characters, as in most of ctr's tables. */
  static Columns wide() {
    return new Columns(4, 4);
  }

  /** One space between columns. */
  static Columns narrow() {
    return new Columns(1, 1);
  }

  /** Adds a row; its cells are separated by tabs. */
  void add(String cells) {
    rows.add(Arrays.asList(cells.split("\t", -1)));
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
