package dev.cnilab.lab.view;

import java.util.List;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** A result shown as a table, which a learner may want to sort, filter or join. */
public interface Tabular extends Shown {

  /** The first table shown, for Tablesaw. */
  default Table table() {
    Part.Grid grid =
        view().parts().stream()
            .filter(Part.Grid.class::isInstance)
            .map(Part.Grid.class::cast)
            .findFirst()
            .orElseThrow();
    Table table = Table.create(grid.caption().replace("`", ""));
    for (int column = 0; column < grid.columns().size(); column++) {
      int index = column;
      List<String> cells = grid.rows().stream().map(row -> row.get(index).plain()).toList();
      table.addColumns(StringColumn.create(grid.columns().get(index), cells));
    }
    return table;
  }
}
