package dev.cnilab.lab.address;

import dev.cnilab.lab.nodefault.NodeState;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Picture;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import java.awt.Color;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** The addresses of several nodes: used, leaked, free. */
public record Allocations(List<Allocation> nodes) implements Tabular {

  /** The opacity of a bar, out of 255; its label is readable on light and on dark backgrounds. */
  private static final int OPACITY = 170;

  public Allocations {
    nodes = List.copyOf(nodes);
  }

  /** The allocations on nodes in these states. */
  public static Allocations of(List<NodeState> states) {
    return new Allocations(states.stream().map(Allocation::of).toList());
  }

  /** The allocation of a node. */
  public Allocation of(String node) {
    return nodes.stream().filter(each -> each.node().equals(node)).findFirst().orElseThrow();
  }

  @Override
  public View view() {
    View view =
        View.empty()
            .grid(
                "Addresses, node by node",
                List.of(
                    "node",
                    "podCIDR",
                    "range in use",
                    "for pods",
                    "maxPods",
                    "used",
                    "leaked",
                    "free"),
                nodes,
                each ->
                    List.of(
                        Cell.of(each.node()),
                        Cell.of(each.podCidr()),
                        Cell.of(each.range()),
                        Cell.of(each.usable()),
                        Cell.of(each.maxPods()),
                        Cell.of(each.used()),
                        each.leaked().isEmpty()
                            ? Cell.of(0)
                            : Cell.bad(
                                each.leaked().size() + ": " + String.join(", ", each.leaked())),
                        each.free() == 0 ? Cell.bad("none") : Cell.of(each.free())));
    for (Allocation each : nodes) {
      view = view.folded(each.output().kubectl(), each.output().printed());
    }
    return view;
  }

  /** Used, leaked and free addresses as stacked bars. */
  public Picture chart() {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(520)
            .height(280)
            .title("Addresses of each node, from the bottom up: used, leaked, free")
            .xAxisTitle("node")
            .yAxisTitle("addresses")
            .build();
    chart.getStyler().setStacked(true);
    bar(chart, "used by pods", Allocation::used, 0x4a86c5);
    bar(chart, "leaked", each -> each.leaked().size(), 0xd0453c);
    bar(chart, "free", Allocation::free, 0x808890);
    Picture picture = new Picture(chart, inWords());
    chart.getStyler().setLegendVisible(true);
    chart.getStyler().setLabelsVisible(true);
    chart.getStyler().setLabelsFontColorAutomaticEnabled(false).setLabelsFontColor(Color.BLACK);
    return picture;
  }

  private void bar(CategoryChart chart, String name, ToIntFunction<Allocation> count, int colour) {
    chart
        .addSeries(
            name,
            nodes.stream().map(Allocation::node).toList(),
            nodes.stream().map(each -> shown(count.applyAsInt(each))).toList())
        .setFillColor(new Color(OPACITY << 24 | colour, true));
  }

  /** The value of a bar; null hides the bar and its 0. */
  private static @Nullable Number shown(int count) {
    return count == 0 ? null : count;
  }

  private String inWords() {
    return nodes.stream()
        .map(
            each ->
                "%s: %d used, %d leaked, %d free of %d"
                    .formatted(
                        each.node(), each.used(), each.leaked().size(), each.free(), each.usable()))
        .collect(Collectors.joining("; "));
  }
}
