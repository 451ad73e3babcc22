package dev.cnilab.lab.diagnosis.route;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.remedy.NetworkAgent;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Detectors for flannel's agents that disagree with each other or with the cluster. */
public final class FlannelAgents {

  private FlannelAgents() {}

  public static List<Detector> detectors() {
    return List.of(FlannelAgents::backends, FlannelAgents::network, FlannelAgents::otherNode);
  }

  /** Agents with different backends, which are incompatible. */
  private static Stream<Suspicion> backends(ClusterPicture picture) {
    List<String> all =
        picture.nodes().stream().map(FlannelNode::backend).filter(each -> !each.isEmpty()).toList();
    return all.stream().distinct().count() < 2
        ? Stream.of()
        : picture.nodes().stream()
            .filter(node -> !FlannelNode.backend(node).isEmpty())
            .filter(node -> 2 * Collections.frequency(all, FlannelNode.backend(node)) <= all.size())
            .map(
                node ->
                    Suspicion.of(
                        "agent-other-backend",
                        node.where(),
                        new Clue(
                            "annotation backend-type of node " + node.name(),
                            FlannelNode.backend(node)
                                + "; the others have "
                                + others(all, FlannelNode.backend(node))),
                        "kubectl -n kube-flannel get configmap kube-flannel-cfg -o yaml",
                        "Let net-conf.json say one backend, and restart all agents."));
  }

  private static List<String> others(List<String> all, String own) {
    return all.stream().filter(each -> !each.equals(own)).distinct().toList();
  }

  /** A network in the agent's own configuration that differs from the nodes' ranges. */
  private static Stream<Suspicion> network(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> node.has("subnet", "FLANNEL_SUBNET="))
        .filter(node -> !node.node().podCidr().isEmpty())
        .filter(node -> !node.has("subnet", "FLANNEL_SUBNET=\\Q" + node.node().gateway() + "\\E$"))
        .map(
            node ->
                Suspicion.of(
                        "agent-other-range",
                        node.where(),
                        new Clue(
                            "/run/flannel/subnet.env",
                            node.line("subnet", "FLANNEL_SUBNET=").orElse("")
                                + "; the podCIDR is "
                                + node.node().podCidr()),
                        node.look("cat /run/flannel/subnet.env"),
                        "Restart the agent's pod on the node: it writes the file.")
                    .by(NetworkAgent.restart(picture, node)));
  }

  /** A node for which its agent has published another address. */
  private static Stream<Suspicion> otherNode(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(FlannelNode::isElsewhere)
        .map(
            node ->
                Suspicion.of(
                        "agent-other-address",
                        node.where(),
                        new Clue(
                            "annotation public-ip of node " + node.name(),
                            FlannelNode.publicIp(node) + "; its address is " + node.node().ip()),
                        "kubectl describe node " + node.name(),
                        "Restart the agent's pod on the node: it publishes its address again.")
                    .by(NetworkAgent.restart(picture, node)));
  }
}
