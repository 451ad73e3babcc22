package dev.cnilab.lab.diagnosis.node;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.remedy.NetworkAgent;
import dev.cnilab.lab.diagnosis.remedy.RestartRemedy;
import java.util.List;
import java.util.stream.Stream;

/** Detectors for wrong information about a node that other nodes' agents receive. */
public final class PublishedFactDetectors {

  private static final String OF_CALICO = "/metadata/annotations/projectcalico.org~1IPv4Address";

  private PublishedFactDetectors() {}

  public static List<Detector> detectors() {
    return List.of(PublishedFactDetectors::addresses, PublishedFactDetectors::name);
  }

  /** An address under which others look for a node but that none of its links has. */
  private static Stream<Suspicion> addresses(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> !node.lines("addresses").isEmpty())
        .flatMap(
            node ->
                Stream.concat(ofCalico(node), ofCilium(picture, node))
                    .filter(clue -> !has(node, clue.says()))
                    .filter(clue -> !clue.says().equals(node.node().ip()))
                    .limit(1)
                    .map(
                        clue ->
                            Suspicion.of(
                                    "agent-other-address",
                                    node.where(),
                                    new Clue(
                                        clue.where(), clue.says() + ", which no link of it has"),
                                    "kubectl get node %s -o yaml; %s"
                                        .formatted(node.name(), node.look("ip -4 addr")),
                                    "Restart the agent's pod on the node: it publishes its address"
                                        + " again.")
                                .by(NetworkAgent.restart(picture, node))));
  }

  private static Stream<Clue> ofCalico(NodePicture node) {
    return Stream.of(node.node().object().text(OF_CALICO).replaceAll("/.*", ""))
        .filter(address -> node.plugin().equals("calico") && !address.isEmpty())
        .map(address -> new Clue("annotation IPv4Address of node " + node.name(), address));
  }

  private static Stream<Clue> ofCilium(ClusterPicture picture, NodePicture node) {
    return picture.list("ciliumnodes").stream()
        .filter(object -> object.text("/metadata/name").equals(node.name()))
        .flatMap(object -> object.list("/spec/addresses").stream())
        .filter(address -> address.text("/type").equals("InternalIP"))
        .map(address -> address.text("/ip"))
        .filter(address -> address.contains("."))
        .map(address -> new Clue("addresses of ciliumnode " + node.name(), address));
  }

  private static boolean has(NodePicture node, String address) {
    return node.has("addresses", " inet \\Q" + address + "\\E[ /]");
  }

  /**
   * A node name in this file that is not the node's; Calico's plugin requests that node's
   * addresses.
   */
  private static Stream<Suspicion> name(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.lines("nodename").stream()
                    .map(String::strip)
                    .filter(name -> picture.nodes().stream().anyMatch(o -> o.name().equals(name)))
                    .filter(name -> !name.equals(node.name()))
                    .limit(1)
                    .map(
                        name ->
                            Suspicion.of(
                                    "agent-other-name",
                                    node.where(),
                                    new Clue("/var/lib/calico/nodename", name + ", another node"),
                                    node.look("cat /var/lib/calico/nodename"),
                                    "Restart the agent's pod on the node, which writes the file;"
                                        + " then restart the node's pods.")
                                .by(
                                    NetworkAgent.restart(picture, node),
                                    RestartRemedy.networked(picture, node))));
  }
}
