package dev.cnilab.lab.diagnosis.node;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.cni.ConfigFile;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.StuckPod;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.remedy.NetworkAgent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Detectors for one node's network configuration or agent's state that differs from those of all
 * others: plugins read them for each pod.
 */
public final class Drift {

  /** Fields of a plugin, or of what flannel delegates to, that are the same on every node. */
  private static final List<String> FIELDS =
      List.of("isGateway", "isDefaultGateway", "ipMasq", "bridge", "mtu", "vlan", "hairpinMode");

  private Drift() {}

  public static List<Detector> detectors() {
    return List.of(Drift::configuration, Drift::size, Drift::state);
  }

  /** A field with another value than in the files of the same name on all other nodes. */
  private static Stream<Suspicion> configuration(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node -> node.cni().winner().stream().flatMap(file -> drifted(picture, node, file)));
  }

  private static Stream<Suspicion> drifted(
      ClusterPicture picture, NodePicture node, ConfigFile file) {
    List<ConfigFile> others =
        picture.nodes().stream()
            .filter(other -> !other.name().equals(node.name()))
            .flatMap(other -> other.cni().winner().stream())
            .filter(other -> other.name().equals(file.name()))
            .toList();
    return others.size() < 2
        ? Stream.of()
        : FIELDS.stream()
            .filter(field -> isOther(file, others, field))
            .limit(1)
            .map(
                field ->
                    Suspicion.of(
                            "configuration-differs",
                            node.where(),
                            new Clue(
                                "/etc/cni/net.d/" + file.name(),
                                "%s %s; on the other nodes %s"
                                    .formatted(
                                        field,
                                        value(file, field),
                                        value(others.getFirst(), field))),
                            node.look("cat /etc/cni/net.d/" + file.name()),
                            "Write the file as on the other nodes; then delete the pods that were"
                                + " made with it.")
                        .by(Configuration.writtenAgain(picture, node, file)));
  }

  private static boolean isOther(ConfigFile file, List<ConfigFile> others, String field) {
    String own = value(file, field);
    List<String> usual = others.stream().map(other -> value(other, field)).distinct().toList();
    return file.problem().isEmpty()
        && first(file).equals(first(others.getFirst()))
        && usual.size() == 1
        && !usual.getFirst().equals(own);
  }

  /** The type of the plugin that is called first: another order is a cause of its own. */
  private static String first(ConfigFile file) {
    return file.problem().isPresent() ? "" : firstPlugin(file).text("/type");
  }

  private static Json firstPlugin(ConfigFile file) {
    Json json = Json.parse(file.text());
    return json.list("/plugins").isEmpty() ? json : json.list("/plugins").getFirst();
  }

  /** The value in the plugin that is called first, or in its delegate. */
  private static String value(ConfigFile file, String field) {
    return file.problem().isPresent()
        ? ""
        : Optional.of(firstPlugin(file))
            .map(first -> first.text("/" + field) + first.text("/delegate/" + field))
            .filter(value -> !value.isEmpty())
            .orElse("not set");
  }

  /** An MTU in the agent's file that all other nodes have otherwise. */
  private static Stream<Suspicion> size(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.line("subnet", "^FLANNEL_MTU=").stream()
                    .filter(line -> isAlone(picture, node, line))
                    .map(
                        line ->
                            state(
                                picture,
                                node,
                                line + "; on the other nodes " + usual(picture, node))));
  }

  /** Whether all other nodes have the same MTU, and this one another, without a reason. */
  private static boolean isAlone(ClusterPicture picture, NodePicture node, String line) {
    List<String> others = others(picture, node).distinct().toList();
    return others(picture, node).count() > 1
        && others.size() == 1
        && !others.getFirst().equals(line)
        && !isUplinkOther(picture, node);
  }

  /** Whether its link outside has another size, so that the agent's file is right. */
  private static boolean isUplinkOther(ClusterPicture picture, NodePicture node) {
    return picture.nodes().stream().map(Drift::uplink).distinct().count() > 1
        && picture.nodes().stream()
            .filter(other -> !other.name().equals(node.name()))
            .noneMatch(other -> uplink(other).equals(uplink(node)));
  }

  private static String uplink(NodePicture node) {
    return node.uplink()
        .flatMap(link -> node.line("links", ": \\Q" + link + "\\E[:@]"))
        .map(line -> line.replaceFirst(".* mtu (\\d+).*", "$1"))
        .orElse("");
  }

  private static Stream<String> others(ClusterPicture picture, NodePicture node) {
    return picture.nodes().stream()
        .filter(other -> !other.name().equals(node.name()))
        .flatMap(other -> other.line("subnet", "^FLANNEL_MTU=").stream());
  }

  /** Whether what flannel has written about sizes is right for a node. */
  public static boolean hasRightSize(ClusterPicture picture, NodePicture node) {
    return node.line("subnet", "^FLANNEL_MTU=").stream()
        .noneMatch(line -> isAlone(picture, node, line));
  }

  private static String usual(ClusterPicture picture, NodePicture node) {
    return others(picture, node).findFirst().orElse("");
  }

  /** An agent's file that is there, without what the plugin needs of it. */
  private static Stream<Suspicion> state(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                picture
                    .stuckOn(node)
                    .map(StuckPod::words)
                    .filter(words -> words.matches("(?s).*(subnet\\.env|FLANNEL_).*"))
                    .filter(words -> !words.contains("no such file"))
                    .limit(1)
                    .map(words -> state(picture, node, words)));
  }

  private static Suspicion state(ClusterPicture picture, NodePicture node, String found) {
    return Suspicion.of(
            "agent-state-wrong",
            node.where(),
            new Clue("/run/flannel/subnet.env", found),
            node.look("cat /run/flannel/subnet.env"),
            "Restart the agent's pod on the node, which writes the file; then delete the pods that"
                + " were made with it.")
        .by(NetworkAgent.restart(picture, node));
  }
}
