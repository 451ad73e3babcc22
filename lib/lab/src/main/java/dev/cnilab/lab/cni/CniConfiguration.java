package dev.cnilab.lab.cni;

import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;
import java.util.List;
import java.util.stream.Stream;

/** The CNI configuration of several nodes. */
public record CniConfiguration(List<NodeCni> nodes) implements Tabular {

  private record Line(NodeCni node, ConfigFile file) {}

  public CniConfiguration {
    nodes = List.copyOf(nodes);
  }

  @Override
  public View view() {
    List<Line> lines =
        nodes.stream()
            .flatMap(
                node ->
                    node.files().isEmpty()
                        ? Stream.of(new Line(node, new ConfigFile("(no file)", "")))
                        : node.files().stream().map(file -> new Line(node, file)))
            .toList();
    View view =
        View.empty()
            .grid(
                "Files of `/etc/cni/net.d`, in the order containerd sorts them",
                List.of("node", "file", "used?", "network", "plugins", "binaries"),
                lines,
                CniConfiguration::row);
    for (NodeCni node : nodes) {
      view =
          node.problem()
              .map(problem -> View.empty().note(Tone.BAD, node.node() + ": " + problem))
              .map(view::then)
              .orElse(view)
              .folded(node.output().kubectl(), node.output().printed());
    }
    return view;
  }

  private static List<Cell> row(Line line) {
    boolean wins = line.node().winner().filter(line.file()::equals).isPresent();
    return List.of(
        Cell.of(line.node().node()),
        Cell.of(line.file().name()),
        wins ? Cell.good("yes, it is the first") : Cell.of(why(line.file())),
        Cell.of(line.file().network()),
        Cell.of(String.join(" → ", line.file().plugins())),
        wins ? binaries(line) : Cell.of(""));
  }

  private static String why(ConfigFile file) {
    return file.isConsidered() ? "no, another is before it" : "no, its ending does not count";
  }

  private static Cell binaries(Line line) {
    return line.file().problem().map(Cell::bad).orElseGet(() -> present(line.node()));
  }

  private static Cell present(NodeCni node) {
    return node.missingBinaries().isEmpty()
        ? Cell.good("all there")
        : Cell.bad("missing: " + String.join(", ", node.missingBinaries()));
  }
}
