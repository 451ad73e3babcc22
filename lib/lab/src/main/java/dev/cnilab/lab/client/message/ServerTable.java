package dev.cnilab.lab.client.message;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A list of objects in the API server's table form for {@code kubectl get}, each row with its
 * object.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables">
 *     Receiving resources as Tables</a>
 */
public record ServerTable(List<Column> columns, List<Row> rows) {

  /** A column; columns with a priority above 0 are shown only by {@code -o wide}. */
  public record Column(String name, int priority) {}

  /** The printed cells of an object, and the object. */
  public record Row(List<String> cells, Json object) {}

  /** The table of an answer of the kind Table. */
  public static ServerTable of(Json table) {
    return new ServerTable(
        table.list("/columnDefinitions").stream()
            .map(column -> new Column(column.text("/name"), column.number("/priority")))
            .toList(),
        table.list("/rows").stream()
            .map(row -> new Row(row.texts("/cells"), row.at("/object")))
            .toList());
  }

  /** The objects themselves. */
  public List<Json> objects() {
    return rows.stream().map(Row::object).toList();
  }

  /** The output of {@code kubectl get}. */
  public String narrow() {
    return print(0);
  }

  /** The output of {@code kubectl get -o wide}. */
  public String wide() {
    return print(Integer.MAX_VALUE);
  }

  private String print(int priority) {
    if (rows.isEmpty()) {
      return "No resources found";
    }
    int[] chosen =
        IntStream.range(0, columns.size())
            .filter(index -> columns.get(index).priority() <= priority)
            .toArray();
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        IntStream.of(chosen)
            .mapToObj(i -> columns.get(i).name().toUpperCase(java.util.Locale.ROOT))
            .toList());
    rows.forEach(row -> lines.add(IntStream.of(chosen).mapToObj(i -> row.cells().get(i)).toList()));
    return lines.stream().map(line -> pad(line, lines)).collect(Collectors.joining("\n"));
  }

  /**
   * Pads as kubectl's tab writer does: to the widest cell plus three spaces, except for the last
   * column.
   */
  private static String pad(List<String> line, List<List<String>> lines) {
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < line.size(); index++) {
      int column = index;
      text.append(line.get(index));
      if (index < line.size() - 1) {
        int width = lines.stream().mapToInt(each -> each.get(column).length()).max().orElse(0);
        text.append(" ".repeat(width - line.get(index).length() + 3));
      }
    }
    return text.toString();
  }
}
