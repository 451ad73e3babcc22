package dev.cnilab.lab.network;

import dev.cnilab.lab.client.message.ExecResult;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import dev.cnilab.lab.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pods of a node with both ends of their veth pairs.
 *
 * @param links the node's own interfaces
 */
public record VethPairs(Node node, Interfaces links, List<VethPair> list, Output output)
    implements Tabular {

  private static final String SECTION = "### ";

  /** A single call for everything: the node's interfaces, then eth0 of each network namespace. */
  private static final String LOOK =
      "ip addr show; for n in $(ip netns list | cut -d' ' -f1); do echo \"### $n\";"
          + " ip netns exec $n ip addr show eth0; done";

  public VethPairs {
    list = List.copyOf(list);
  }

  /** Examines a node. */
  public static VethPairs of(Workloads workloads, Node node) {
    List<Pod> pods =
        workloads.everywhere().list().stream()
            .filter(pod -> pod.nodeName().equals(node.name()) && !pod.hostNetwork())
            .toList();
    return read(node, pods, node.sh(LOOK));
  }

  static VethPairs read(Node node, List<Pod> pods, Output output) {
    List<String> sections = List.of(("\n" + output.out()).split("\n" + SECTION));
    Interfaces links = section(node.name(), sections.getFirst(), output);
    List<VethPair> pairs = new ArrayList<>();
    for (String section : sections.subList(1, sections.size())) {
      String namespace = section.lines().findFirst().orElse("");
      section(namespace, section, output)
          .find("eth0")
          .ifPresent(eth0 -> pairs.add(pair(pods, namespace, eth0, links)));
    }
    return new VethPairs(node, links, pairs, output);
  }

  private static Interfaces section(String name, String text, Output output) {
    return Interfaces.read(
        name, new Output(output.prompt(), output.kubectl(), new ExecResult(text, "", 0)));
  }

  private static VethPair pair(List<Pod> pods, String namespace, Interface eth0, Interfaces links) {
    String pod =
        pods.stream()
            .filter(each -> each.ip().equals(eth0.ipv4()))
            .map(Pod::name)
            .findFirst()
            .orElse("");
    Optional<Interface> end = links.find(eth0.peerIndex()).filter(link -> eth0.peerIndex() > 0);
    return new VethPair(pod, namespace, eth0, end);
  }

  /** The veth pair of a pod. */
  public Optional<VethPair> of(String pod) {
    return list.stream().filter(pair -> pair.pod().equals(pod)).findFirst();
  }

  @Override
  public View view() {
    return View.empty()
        .grid(
            "Pods of " + node.name() + " and the other ends of their veth pairs",
            List.of("pod", "network namespace", "in the pod", "on the node", "port of", "state"),
            list,
            VethPairs::row)
        .folded(output.kubectl(), output.printed());
  }

  private static List<Cell> row(VethPair pair) {
    Interface eth0 = pair.podEnd();
    String master = pair.nodeEnd().map(Interface::master).orElse("");
    return List.of(
        Cell.of(pair.pod()),
        Cell.of(pair.namespace()),
        Cell.of("%d: %s, %s".formatted(eth0.index(), eth0.name(), eth0.ipv4())),
        Cell.of(pair.nodeEnd().map(end -> end.index() + ": " + end.name()).orElse("none")),
        master.isEmpty() ? Cell.bad("nothing") : Cell.of(master),
        pair.fault().isEmpty() ? Cell.good("plugged in") : Cell.bad(pair.fault()));
  }
}
