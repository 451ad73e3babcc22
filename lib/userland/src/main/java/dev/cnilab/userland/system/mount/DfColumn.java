package dev.cnilab.userland.system.mount;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A column of df's table.
 *
 * @param least its width where no cell is wider
 * @param format how a cell is padded
 */
record DfColumn(String heading, int least, String format, Function<FileSystemUse, String> cell) {

  static DfColumn left(String heading, int least, Function<FileSystemUse, String> cell) {
    return new DfColumn(heading, least, "%-", cell);
  }

  static DfColumn right(String heading, int least, Function<FileSystemUse, String> cell) {
    return new DfColumn(heading, least, "%", cell);
  }

  /** All rows below their headings; the last column is not padded. */
  static String table(List<DfColumn> columns, List<FileSystemUse> uses) {
    List<StringBuilder> lines = new ArrayList<>();
    for (int row = 0; row <= uses.size(); row++) {
      lines.add(new StringBuilder());
    }
    for (int i = 0; i < columns.size(); i++) {
      DfColumn column = columns.get(i);
      boolean last = i == columns.size() - 1;
      List<String> cells = new ArrayList<>(List.of(column.heading()));
      uses.forEach(use -> cells.add(column.cell().apply(use)));
      int widest = cells.stream().mapToInt(String::length).max().orElse(0);
      int width = Math.max(widest, column.least());
      for (int row = 0; row < cells.size(); row++) {
        String text = cells.get(row);
        lines.get(row).append(lines.get(row).isEmpty() ? "" : " ");
        lines.get(row).append(last ? text : (column.format() + width + "s").formatted(text));
      }
    }
    return String.join("\n", lines) + "\n";
  }
}
