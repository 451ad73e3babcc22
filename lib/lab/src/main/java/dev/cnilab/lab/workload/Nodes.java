package dev.cnilab.lab.workload;

import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The nodes of the cluster.
 *
 * @param list the nodes
 * @param printed the output of {@code kubectl get nodes -o wide}
 */
public record Nodes(List<Node> list, String printed) implements Tabular {

  public Nodes {
    list = List.copyOf(list);
  }

  /**
   * The node with a name.
   *
   * @throws LabException if it does not exist
   */
  public Node find(String name) {
    return list.stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                LabException.of(
                    "could not find node " + name,
                    "the nodes are " + names(),
                    Suggestions.LIST_NODES));
  }

  /**
   * The n-th worker, counted from 1. If the cluster has too few, a control plane node that accepts
   * pods counts as the last.
   *
   * @throws LabException if there are fewer
   */
  public Node worker(int number) {
    List<Node> workers =
        list.stream()
            .filter(node -> !node.isControlPlane() || takesPods(node))
            .sorted(Comparator.comparing(Node::isControlPlane).thenComparing(Node::name))
            .toList();
    if (number < 1 || number > workers.size()) {
      throw LabException.of(
          "could not find worker " + number,
          "the nodes that take pods are " + workers.stream().map(Node::name).toList(),
          Suggestions.TWO_WORKERS);
    }
    return workers.get(number - 1);
  }

  private static boolean takesPods(Node node) {
    return Stream.of("control-plane", "master")
        .noneMatch(
            role -> node.taints().contains("node-role.kubernetes.io/" + role + ":NoSchedule"));
  }

  public List<String> names() {
    return list.stream().map(Node::name).toList();
  }

  @Override
  public View view() {
    return View.empty()
        .grid(
            "Nodes",
            List.of("node", "state", "address", "podCIDR", "taints"),
            list,
            node ->
                List.of(
                    Cell.of(node.name()),
                    node.isReady() ? Cell.good("Ready") : Cell.bad("NotReady"),
                    Cell.of(node.ip()),
                    Cell.of(node.podCidr()),
                    Cell.of(node.taints().isEmpty() ? "none" : String.join("\n", node.taints()))))
        .folded("kubectl get nodes -o wide", printed);
  }
}
