package dev.cnilab.lab.nodefault;

import dev.cnilab.lab.cni.ConfigFile;
import dev.cnilab.lab.cni.NodeCni;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Nodes side by side, place by place: what is there, and the command that shows it. */
public record Comparison(List<NodeState> nodes) implements Tabular {

  /** A place to look at on a node. */
  private record Place(String name, String command, Function<NodeState, String> says) {}

  private static final List<Place> PLACES =
      List.of(
          new Place(
              "condition Ready",
              "kubectl describe node NODE",
              state -> state.node().readyMessage()),
          new Place("agents", "kubectl -n kube-flannel get pods -o wide", Comparison::agents),
          new Place("configuration", "ls /etc/cni/net.d", Comparison::files),
          new Place("plugins → programs", "ls -la /opt/cni/bin", Comparison::programs),
          new Place(
              "the agent's range", "cat /run/flannel/subnet.env", state -> state.facts().subnet()),
          new Place(
              "addresses taken; pods",
              "ls /var/lib/cni/networks/cbr0",
              state ->
                  "%d of %d; pods %d"
                      .formatted(
                          state.facts().taken().size(),
                          state.node().podAddressCount(),
                          state.podAddresses().size())),
          new Place(
              "address of cni0; podCIDR",
              "ip addr show cni0",
              state ->
                  or(String.join(", ", state.facts().bridge()), "none")
                      + "; "
                      + state.node().podCidr()),
          new Place(
              "ranges behind flannel.1",
              "ip route show dev flannel.1",
              state -> or(String.join("\n", state.facts().remote()), "none")),
          new Place(
              "rules that drop",
              "iptables -S INPUT",
              state -> or(String.join("\n", state.facts().drops()), "none")));

  public Comparison {
    nodes = List.copyOf(nodes);
  }

  private static String agents(NodeState state) {
    return or(
        state.agents().stream()
            .map(pod -> pod.name() + (pod.isReady() ? ", Ready" : ", not Ready"))
            .collect(Collectors.joining("\n")),
        "none");
  }

  private static String files(NodeState state) {
    NodeCni cni = state.facts().cni();
    return or(
        cni.files().stream()
            .map(file -> file.name() + (cni.winner().filter(file::equals).isPresent() ? " ←" : ""))
            .collect(Collectors.joining("\n")),
        "no file");
  }

  private static String programs(NodeState state) {
    NodeCni cni = state.facts().cni();
    String problem = cni.winner().flatMap(ConfigFile::problem).orElse("");
    List<String> plugins = cni.winner().map(ConfigFile::plugins).orElse(List.of());
    return problem.isEmpty()
        ? plugins.stream()
            .map(name -> name + (cni.missingBinaries().contains(name) ? " → none" : " → there"))
            .collect(Collectors.joining("\n"))
        : problem;
  }

  private static String or(String text, String ifEmpty) {
    return text.isEmpty() ? ifEmpty : text;
  }

  @Override
  public View view() {
    List<String> columns = new ArrayList<>(List.of("where"));
    nodes.forEach(state -> columns.add(state.node().name()));
    columns.add("see it yourself");
    return View.empty()
        .grid("The nodes side by side (← is the file that is used)", columns, PLACES, this::row);
  }

  private List<Cell> row(Place place) {
    return Stream.of(
            Stream.of(place.name()),
            nodes.stream().map(place.says()),
            Stream.of("`" + place.command() + "`"))
        .flatMap(Function.identity())
        .map(Cell::of)
        .toList();
  }
}
