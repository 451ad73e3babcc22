package dev.cnilab.cluster.containerd.crictl;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns at least 20 characters wide, separated by three spaces, as crictl's tabwriter makes them.
 */
final class Table {
  private static final int MIN_WIDTH = 20;
  private static final int PADDING = 3;

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... header) {
    rows.add(List.of(header));
  }

  void add(String... cells) {
    rows.add(List.of(cells));
  }

  /** The first characters of an ID, enough to tell it from others. */
  static String shortened(String id) {
    return id.substring(0, Math.min(13, id.length()));
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
    int longest = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    return Math.max(MIN_WIDTH, longest + PADDING);
  }
}
