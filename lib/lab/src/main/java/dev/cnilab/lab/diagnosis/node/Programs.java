package dev.cnilab.lab.diagnosis.node;

import dev.cnilab.lab.cni.ConfigFile;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NetworkAgent;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Picture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Detectors for the programs that containerd calls, and for what they depend on. */
public final class Programs {

  /** A plugin's message, the cause, and the repair. */
  private record Saying(String text, String cause, String repair) {}

  private static final List<Saying> SAYINGS =
      List.of(
          new Saying(
              "exec format error|failed to unmarshal raw result|unexpected end of JSON input",
              "plugin-no-program",
              "Install the program for this machine again."),
          new Saying(
              "connection is unauthorized",
              "plugin-unauthorized",
              "Restart the agent's pod on the node: it writes the plugin's kubeconfig again."),
          new Saying(
              "[Rr]equired prevResult missing|must be called as (a )?chained plugin",
              "plugin-order",
              "Let the plugin that makes the interface come first in the list."),
          new Saying(
              "[Nn]ot a directory|[Rr]ead-only file system|[Nn]o space left on device",
              "plugin-cannot-write",
              "Make the place that its message names writable: a directory, with room."),
          new Saying(
              "no more (free )?IPs|no IP addresses available|[Nn]o addresses available",
              "addresses-used-up",
              "Give the network a larger range, or free the addresses of pods that are gone."));

  /** Something created by an agent that a plugin misses: a file or a socket. */
  private static final Pattern STATE =
      Pattern.compile("/(run|var/run|var/lib|etc/cni)/\\S+: .*no such file or directory");

  private Programs() {}

  public static List<Detector> detectors() {
    return List.of(
        Programs::missing,
        Programs::withoutFolder,
        Programs::notExecutable,
        Programs::delegated,
        Programs::said,
        Programs::hanging,
        Programs::state);
  }

  /**
   * The programs that containerd calls, first those for every pod independent of the configuration.
   * Programs called by a file that should not be there do not count as missing.
   */
  private static List<String> called(NodePicture node) {
    List<String> called = new ArrayList<>(List.of("loopback"));
    if (!Configuration.isShadowed(node)) {
      called.addAll(node.cni().winner().map(ConfigFile::plugins).orElse(List.of()));
    }
    return called;
  }

  private static Stream<Suspicion> missing(Picture picture) {
    return usable(picture)
        .flatMap(
            node ->
                called(node).stream()
                    .filter(name -> !node.cni().binaries().contains(name))
                    .filter(name -> mode(node, name).isEmpty())
                    .map(
                        name ->
                            Suspicion.of(
                                    "plugin-missing",
                                    node.where(),
                                    new Clue("/opt/cni/bin", "no " + name),
                                    node.look("ls /opt/cni/bin"),
                                    "Install "
                                        + name
                                        + "; with host-local then free the addresses of failed"
                                        + " attempts.")
                                .by(installed(picture, node, name))));
  }

  /**
   * An agent installs its own plugin when it starts; Calico's brings those of others too, Cilium's
   * the one that containerd calls for every pod.
   */
  private static String installed(Picture picture, NodePicture node, String name) {
    return NetworkAgent.plugin(picture, node)
        .filter(
            own ->
                own.equals(name)
                    || own.equals("calico")
                    || (own.equals("cilium-cni") && name.equals("loopback")))
        .map(own -> NetworkAgent.restart(picture, node))
        .orElse("");
  }

  /** The folder does not exist, or is elsewhere; containerd's message then decides. */
  private static Stream<Suspicion> withoutFolder(Picture picture) {
    return picture.nodes().stream()
        .filter(node -> node.lines("modes").isEmpty())
        .flatMap(
            node ->
                picture
                    .stuckOn(node)
                    .filter(stuck -> called(node).contains(stuck.unfound()))
                    .limit(1)
                    .map(
                        stuck ->
                            Suspicion.of(
                                "plugin-missing",
                                node.where(),
                                stuck.clue(),
                                node.look("ls /opt/cni/bin"),
                                "Install the plugins where containerd looks for them.")));
  }

  private static Stream<Suspicion> notExecutable(Picture picture) {
    return usable(picture)
        .flatMap(
            node ->
                called(node).stream()
                    .filter(name -> !node.cni().binaries().contains(name))
                    .flatMap(name -> mode(node, name).stream())
                    .map(
                        line ->
                            Suspicion.of(
                                    "plugin-not-executable",
                                    node.where(),
                                    new Clue("ls -l /opt/cni/bin", line),
                                    node.look("ls -l /opt/cni/bin"),
                                    "chmod 755 the program.")
                                .by(
                                    node.change(
                                        "chmod 755 /opt/cni/bin/"
                                            + line.replaceFirst(".* ", "")))));
  }

  /** A missing program that only another one calls. */
  private static Stream<Suspicion> delegated(Picture picture) {
    return usable(picture)
        .flatMap(
            node ->
                Stream.concat(
                        picture
                            .stuckOn(node)
                            .filter(stuck -> !stuck.unfound().isEmpty())
                            .map(stuck -> Map.entry(stuck.unfound(), stuck.clue())),
                        delegates(node).stream()
                            .map(name -> Map.entry(name, new Clue("/opt/cni/bin", "no " + name))))
                    .filter(called -> !node.cni().binaries().contains(called.getKey()))
                    .filter(called -> !callees(node).contains(called.getKey()))
                    .limit(1)
                    .map(
                        called ->
                            Suspicion.of(
                                    "delegate-missing",
                                    node.where(),
                                    called.getValue(),
                                    node.look("ls /opt/cni/bin; grep -r type /etc/cni/net.d"),
                                    "Correct the type in the configuration, or install "
                                        + called.getKey()
                                        + ".")
                                .by(callingOthers(picture, node, called.getKey()))));
  }

  /** As other nodes' files have it, or as the agent writes it. */
  private static String callingOthers(Picture picture, NodePicture node, String wrong) {
    String agent =
        node.cni().winner().map(file -> Configuration.writtenAgain(picture, node, file)).orElse("");
    List<String> usual =
        picture.nodes().stream()
            .flatMap(other -> delegates(other).stream())
            .filter(name -> !delegates(node).contains(name))
            .distinct()
            .toList();
    return agent.isEmpty() && usual.size() == 1
        ? node.change(
            "sed -i 's/\"%s\"/\"%s\"/' /etc/cni/net.d/%s"
                .formatted(
                    wrong, usual.getFirst(), node.cni().winner().map(ConfigFile::name).orElse("")))
        : agent;
  }

  private static List<String> delegates(NodePicture node) {
    return Configuration.isShadowed(node)
        ? List.of()
        : node.cni().winner().map(ConfigFile::delegates).orElse(List.of());
  }

  /** The programs that containerd itself calls. */
  private static List<String> callees(NodePicture node) {
    List<String> callees = new ArrayList<>(List.of("loopback"));
    callees.addAll(node.cni().winner().map(ConfigFile::plugins).orElse(List.of()));
    return callees;
  }

  /** Nodes whose folder could be read. */
  private static Stream<NodePicture> usable(Picture picture) {
    return picture.nodes().stream().filter(node -> !node.lines("modes").isEmpty());
  }

  private static Optional<String> mode(NodePicture node, String name) {
    return node.line("modes", "^-.* \\Q" + name + "\\E$");
  }

  private static Stream<Suspicion> said(Picture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                SAYINGS.stream()
                    .flatMap(
                        saying ->
                            picture
                                .stuckOn(node)
                                .filter(
                                    stuck ->
                                        stuck.words().matches("(?s).*(" + saying.text() + ").*"))
                                .limit(1)
                                .map(
                                    stuck ->
                                        Suspicion.of(
                                                saying.cause(),
                                                node.where(),
                                                stuck.clue(),
                                                "kubectl -n "
                                                    + stuck.pod().namespace()
                                                    + " describe pod "
                                                    + stuck.pod().name(),
                                                saying.repair())
                                            .by(repaired(picture, node, saying)))));
  }

  /** A call that has not ended after a minute; containerd waits for it, and nothing is reported. */
  private static Stream<Suspicion> hanging(Picture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.lines("calls").stream()
                    .map(String::strip)
                    .filter(line -> !line.matches("00:\\d\\d .*"))
                    .limit(1)
                    .map(
                        line ->
                            Suspicion.of(
                                    "plugin-hanging",
                                    node.where(),
                                    new Clue("ps -eo etime,args", line),
                                    node.look("ps -eo pid,etime,args | grep /opt/cni/bin"),
                                    "Find what it waits for, or install it again; then end the"
                                        + " process, so that containerd tries again.")
                                .by(installed(picture, node, line.replaceFirst(".*/", "")))));
  }

  private static String repaired(Picture picture, NodePicture node, Saying saying) {
    return switch (saying.cause()) {
      case "plugin-no-program" -> installed(picture, node, node.plugin());
      case "plugin-order" ->
          node.cni()
              .winner()
              .map(file -> Configuration.writtenAgain(picture, node, file))
              .orElse("");
      case "plugin-unauthorized" -> NetworkAgent.restart(picture, node);
      default -> "";
    };
  }

  /** A missing file that the running agent should have written. */
  private static Stream<Suspicion> state(Picture picture) {
    return picture.nodes().stream()
        .filter(node -> NetworkAgent.plugin(picture, node).isPresent())
        .flatMap(
            node ->
                picture
                    .stuckOn(node)
                    .filter(stuck -> STATE.matcher(stuck.words()).find())
                    .limit(1)
                    .map(
                        stuck ->
                            Suspicion.of(
                                    "agent-state-missing",
                                    node.where(),
                                    stuck.clue(),
                                    node.look("ls /run/flannel /var/lib/calico /var/run/cilium"),
                                    "Restart the agent's pod on the node: it writes the file.")
                                .by(NetworkAgent.restart(picture, node))));
  }
}
