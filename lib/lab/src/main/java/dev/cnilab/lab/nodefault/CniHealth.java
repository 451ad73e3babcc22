package dev.cnilab.lab.nodefault;

import dev.cnilab.lab.cni.ConfigFile;
import dev.cnilab.lab.cni.NodeCni;
import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import java.util.List;
import java.util.stream.Collectors;

/** Whether the pod network of some nodes is healthy; for a look before and after a change. */
public record CniHealth(List<NodeState> nodes) implements Tabular {

  public CniHealth {
    nodes = List.copyOf(nodes);
  }

  @Override
  public View view() {
    View view =
        View.empty()
            .grid(
                "CNI health",
                List.of(
                    "node",
                    "Ready",
                    "agent",
                    "configuration",
                    "programs",
                    "free addresses",
                    "routes",
                    "in short"),
                nodes,
                CniHealth::row);
    for (NodeState state : nodes) {
      NodeCni cni = state.facts().cni();
      Output facts = state.facts().output();
      view =
          view.folded(cni.output().kubectl(), cni.output().printed())
              .folded(facts.kubectl(), facts.printed());
    }
    return view;
  }

  private static List<Cell> row(NodeState state) {
    NodeCni cni = state.facts().cni();
    boolean agent = state.agents().stream().anyMatch(Pod::isReady);
    List<FoundCause> found = FoundCause.on(List.of(state));
    return List.of(
        Cell.of(state.node().name()),
        verdict(state.node().isReady(), "Ready", "NotReady"),
        verdict(agent, "Ready", "none Ready"),
        cni.winner().map(CniHealth::configuration).orElse(Cell.bad("none")),
        programs(cni),
        verdict(state.free() > 0, String.valueOf(state.free()), "none"),
        verdict(state.unrouted().isEmpty(), "to every node", "none to " + state.unrouted()),
        verdict(
            found.isEmpty(),
            "healthy",
            found.stream().map(each -> each.cause().words()).collect(Collectors.joining("\n"))));
  }

  private static Cell configuration(ConfigFile file) {
    return file.problem()
        .map(problem -> Cell.bad(file.name() + ", " + problem.replaceAll(":.*", "")))
        .orElse(Cell.good(file.name()));
  }

  private static Cell programs(NodeCni cni) {
    List<String> plugins = cni.winner().map(ConfigFile::plugins).orElse(List.of());
    return plugins.isEmpty()
        ? Cell.bad("none is called")
        : verdict(
            cni.missingBinaries().isEmpty(),
            "all %d there".formatted(plugins.size()),
            "missing: " + String.join(", ", cni.missingBinaries()));
  }

  private static Cell verdict(boolean good, String ifGood, String ifBad) {
    return good ? Cell.good(ifGood) : Cell.bad(ifBad);
  }
}
