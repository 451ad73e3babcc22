package dev.cnilab.lab.diagnosis.node;

import dev.cnilab.lab.cni.ConfigFile;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.remedy.NetworkAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Detectors for the programs that containerd calls, from their files and processes. */
public final class Programs {

  private Programs() {}

  public static List<Detector> detectors() {
    return List.of(
        Programs::missing,
        Programs::withoutFolder,
        Programs::notExecutable,
        Programs::delegated,
        PluginMessages::known,
        Programs::hanging,
        PluginMessages::missingState);
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

  private static Stream<Suspicion> missing(ClusterPicture picture) {
    return usable(picture)
        .flatMap(
            node ->
                called(node).stream()
                    .filter(name -> !node.cni().binaries().contains(name))
                    .filter(name -> mode(node, name).isEmpty())
                    .map(name -> missing(picture, node, name)));
  }

  private static Suspicion missing(ClusterPicture picture, NodePicture node, String name) {
    return Suspicion.of(
            "plugin-missing",
            node.where(),
            new Clue("/opt/cni/bin", "no " + name),
            node.look("ls /opt/cni/bin"),
            "Install %s; with host-local then free the addresses of failed attempts."
                .formatted(name))
        .by(installed(picture, node, name));
  }

  /**
   * An agent installs its own plugin when it starts; Calico's brings those of others too, Cilium's
   * the one that containerd calls for every pod.
   */
  static String installed(ClusterPicture picture, NodePicture node, String name) {
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
  private static Stream<Suspicion> withoutFolder(ClusterPicture picture) {
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

  private static Stream<Suspicion> notExecutable(ClusterPicture picture) {
    return usable(picture)
        .flatMap(
            node ->
                called(node).stream()
                    .filter(name -> !node.cni().binaries().contains(name))
                    .flatMap(name -> mode(node, name).stream())
                    .map(line -> notExecutable(node, line)));
  }

  private static Suspicion notExecutable(NodePicture node, String line) {
    return Suspicion.of(
            "plugin-not-executable",
            node.where(),
            new Clue("ls -l /opt/cni/bin", line),
            node.look("ls -l /opt/cni/bin"),
            "chmod 755 the program.")
        .by(node.change("chmod 755 /opt/cni/bin/" + line.replaceFirst(".* ", "")));
  }

  /** A missing program that only another one calls: its name, and what shows it. */
  private record Unfound(String name, Clue clue) {}

  private static Stream<Suspicion> delegated(ClusterPicture picture) {
    return usable(picture)
        .flatMap(
            node ->
                unfound(picture, node)
                    .filter(each -> !node.cni().binaries().contains(each.name()))
                    .filter(each -> !callees(node).contains(each.name()))
                    .limit(1)
                    .map(each -> delegated(picture, node, each)));
  }

  private static Stream<Unfound> unfound(ClusterPicture picture, NodePicture node) {
    Stream<Unfound> reported =
        picture
            .stuckOn(node)
            .filter(stuck -> !stuck.unfound().isEmpty())
            .map(stuck -> new Unfound(stuck.unfound(), stuck.clue()));
    Stream<Unfound> configured =
        delegates(node).stream()
            .map(name -> new Unfound(name, new Clue("/opt/cni/bin", "no " + name)));
    return Stream.concat(reported, configured);
  }

  private static Suspicion delegated(ClusterPicture picture, NodePicture node, Unfound unfound) {
    return Suspicion.of(
            "delegate-missing",
            node.where(),
            unfound.clue(),
            node.look("ls /opt/cni/bin; grep -r type /etc/cni/net.d"),
            "Correct the type in the configuration, or install " + unfound.name() + ".")
        .by(callingOthers(picture, node, unfound.name()));
  }

  /** As other nodes' files have it, or as the agent writes it. */
  private static String callingOthers(ClusterPicture picture, NodePicture node, String wrong) {
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
  private static Stream<NodePicture> usable(ClusterPicture picture) {
    return picture.nodes().stream().filter(node -> !node.lines("modes").isEmpty());
  }

  private static Optional<String> mode(NodePicture node, String name) {
    return node.line("modes", "^-.* \\Q" + name + "\\E$");
  }

  /** A call that has not ended after a minute; containerd waits for it, and nothing is reported. */
  private static Stream<Suspicion> hanging(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.lines("calls").stream()
                    .map(String::strip)
                    .filter(line -> !line.matches("00:\\d\\d .*"))
                    .limit(1)
                    .map(line -> hanging(picture, node, line)));
  }

  private static Suspicion hanging(ClusterPicture picture, NodePicture node, String line) {
    return Suspicion.of(
            "plugin-hanging",
            node.where(),
            new Clue("ps -eo etime,args", line),
            node.look("ps -eo pid,etime,args | grep /opt/cni/bin"),
            "Find what it waits for, or install it again; then end the process, so that"
                + " containerd tries again.")
        .by(installed(picture, node, line.replaceFirst(".*/", "")));
  }
}
