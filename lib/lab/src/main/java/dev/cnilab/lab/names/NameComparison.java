package dev.cnilab.lab.names;

import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Pods side by side: how each resolves names, and which names it can resolve. */
public record NameComparison(List<Column> columns, List<String> names) implements Tabular {

  /**
   * A pod's column.
   *
   * @param found the address of each name, in the order of the names; empty if it has none
   */
  public record Column(Pod pod, ResolverSettings settings, List<String> found) {
    public Column {
      found = List.copyOf(found);
    }
  }

  /** A line of the table. */
  private record Line(String what, Function<Column, Cell> cell) {}

  public NameComparison {
    columns = List.copyOf(columns);
    names = List.copyOf(names);
  }

  /** Looks up each name in each pod. */
  public static NameComparison of(List<Pod> pods, List<String> names) {
    return new NameComparison(
        pods.stream()
            .map(
                pod ->
                    new Column(pod, NameLookups.settings(pod), NameLookups.addresses(pod, names)))
            .toList(),
        names);
  }

  @Override
  public View view() {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("dnsPolicy", each -> Cell.of(each.pod().dnsPolicy())));
    lines.add(new Line("hostNetwork", each -> Cell.of(each.pod().hostNetwork() ? "yes" : "no")));
    lines.add(
        new Line("DNS servers", each -> Cell.of(String.join("\n", each.settings().nameservers()))));
    lines.add(
        new Line(
            "search list",
            each ->
                Cell.of(
                    each.settings().search().isEmpty()
                        ? "none"
                        : String.join("\n", each.settings().search()))));
    lines.add(new Line("ndots", each -> Cell.of(each.settings().ndots())));
    for (int index = 0; index < names.size(); index++) {
      int number = index;
      lines.add(new Line("`" + names.get(number) + "`", each -> address(each.found().get(number))));
    }
    List<String> head =
        Stream.concat(Stream.of(""), columns.stream().map(column -> column.pod().name())).toList();
    View view = View.empty().grid("How each pod looks names up", head, lines, this::row);
    for (Column column : columns) {
      view =
          view.folded(column.settings().output().kubectl(), column.settings().output().printed());
    }
    return view;
  }

  private List<Cell> row(Line line) {
    return Stream.concat(Stream.of(Cell.of(line.what())), columns.stream().map(line.cell()))
        .toList();
  }

  private static Cell address(String found) {
    return found.isEmpty() ? Cell.bad("not found") : Cell.good(found);
  }
}
