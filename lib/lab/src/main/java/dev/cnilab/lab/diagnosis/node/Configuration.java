package dev.cnilab.lab.diagnosis.node;

import dev.cnilab.lab.cni.ConfigFile;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.remedy.NetworkAgent;
import dev.cnilab.lab.diagnosis.remedy.RestartRemedy;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Detectors for a node's CNI files, and for the configuration of its runtime and kubelet. */
public final class Configuration {

  /** The versions of the CNI specification. */
  private static final Set<String> VERSIONS =
      Set.of("0.1.0", "0.2.0", "0.3.0", "0.3.1", "0.4.0", "1.0.0", "1.1.0");

  private static final String FOLDER = "ls -la /etc/cni/net.d";

  private Configuration() {}

  public static List<Detector> detectors() {
    return List.of(
        Configuration::missing,
        Configuration::unreadable,
        Configuration::second,
        Configuration::version,
        Configuration::nameServer);
  }

  private static Stream<Suspicion> missing(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> node.cni().winner().isEmpty())
        .map(
            node ->
                Suspicion.of(
                        "no-configuration",
                        node.where(),
                        new Clue(
                            "/etc/cni/net.d", "none of .conf, .conflist, .json; " + others(node)),
                        node.look(FOLDER),
                        "Put the file back, or restart the agent's pod on the node, which writes"
                            + " it.")
                    .by(NetworkAgent.restart(picture, node)));
  }

  private static String others(NodePicture node) {
    List<String> names = node.cni().files().stream().map(ConfigFile::name).toList();
    return names.isEmpty() ? "the folder is empty" : "only " + String.join(", ", names);
  }

  private static Stream<Suspicion> unreadable(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.cni().winner().stream()
                    .filter(file -> file.problem().isPresent())
                    .map(
                        file ->
                            Suspicion.of(
                                    "unreadable-configuration",
                                    node.where(),
                                    new Clue(
                                        "/etc/cni/net.d/" + file.name(), file.problem().orElse("")),
                                    node.look("cat /etc/cni/net.d/" + file.name()),
                                    "Correct the file, or let the agent write it again;"
                                        + " containerd reads it as soon as it is written.")
                                .by(writtenAgain(picture, node, file))));
  }

  /** An agent writes its file when it starts; some agents only if there is none. */
  static String writtenAgain(ClusterPicture picture, NodePicture node, ConfigFile file) {
    String agent = NetworkAgent.restart(picture, node);
    return agent.isEmpty() ? "" : setAside(node, file.name()) + "; " + agent;
  }

  private static String setAside(NodePicture node, String file) {
    return node.change("mv /etc/cni/net.d/%s /root/%s.old".formatted(file, file));
  }

  /**
   * A file that sorts before the right one: it calls missing programs, or not the plugin whose
   * agent runs on the node.
   */
  private static Stream<Suspicion> second(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> isShadowed(node) || isForeign(picture, node))
        .map(
            node -> {
              String file = node.cni().winner().map(ConfigFile::name).orElse("");
              return Suspicion.of(
                      "second-configuration",
                      node.where(),
                      new Clue("/etc/cni/net.d", file + " sorts first, and calls " + node.plugin()),
                      node.look(FOLDER),
                      "Remove " + file + ", or give it another ending.")
                  .by(setAside(node, file));
            });
  }

  private static boolean hasBetterFile(NodePicture node) {
    return node.cni().files().stream()
        .filter(ConfigFile::isConsidered)
        .filter(file -> file.problem().isEmpty())
        .anyMatch(file -> node.cni().binaries().containsAll(file.plugins()));
  }

  /** Whether another file sorts before the agent's own file. */
  static boolean isForeign(ClusterPicture picture, NodePicture node) {
    return NetworkAgent.plugin(picture, node)
        .filter(plugin -> !node.plugin().equals("multus"))
        .filter(plugin -> !calls(node.cni().winner(), plugin))
        .filter(
            plugin ->
                node.cni().files().stream()
                    .filter(ConfigFile::isConsidered)
                    .anyMatch(file -> calls(Optional.of(file), plugin)))
        .isPresent();
  }

  private static boolean calls(Optional<ConfigFile> file, String plugin) {
    return file.map(ConfigFile::plugins).orElse(List.of()).contains(plugin);
  }

  static boolean isShadowed(NodePicture node) {
    return !node.cni().missingBinaries().isEmpty() && hasBetterFile(node);
  }

  private static Stream<Suspicion> version(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.cni().winner().stream()
                    .filter(file -> file.problem().isEmpty())
                    .filter(file -> !file.version().isEmpty())
                    .filter(file -> !VERSIONS.contains(file.version()))
                    .map(
                        file ->
                            Suspicion.of(
                                    "unknown-version",
                                    node.where(),
                                    new Clue(
                                        "/etc/cni/net.d/" + file.name(),
                                        "cniVersion " + file.version()),
                                    node.look("grep cniVersion /etc/cni/net.d/" + file.name()),
                                    "Write a version that the plugins support.")
                                .by(
                                    usualVersion(picture)
                                        .map(
                                            usual ->
                                                node.change(
                                                    "sed -i '/cniVersion/s/%s/%s/' /etc/cni/net.d/%s"
                                                        .formatted(
                                                            file.version(), usual, file.name())))
                                        .orElse(writtenAgain(picture, node, file)))));
  }

  /** One that other nodes' files have. */
  private static Optional<String> usualVersion(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(node -> node.cni().winner().stream())
        .map(ConfigFile::version)
        .filter(VERSIONS::contains)
        .findFirst();
  }

  private static Stream<Suspicion> nameServer(ClusterPicture picture) {
    List<String> servers =
        picture.dnsService().stream().map(service -> service.text("/spec/clusterIP")).toList();
    return servers.isEmpty()
        ? Stream.of()
        : picture.nodes().stream()
            .filter(node -> node.has("kubelet", "^clusterDNS:"))
            .filter(node -> !node.lines("kubelet").contains("- " + servers.getFirst()))
            .filter(node -> !node.has("kubelet", "^- 169\\.254\\."))
            .map(
                node ->
                    Suspicion.of(
                            "kubelet-dns",
                            node.where(),
                            new Clue(
                                "/var/lib/kubelet/config.yaml",
                                "clusterDNS is not "
                                    + servers.getFirst()
                                    + ", the Service's address"),
                            node.look("grep -A1 clusterDNS /var/lib/kubelet/config.yaml"),
                            "Correct clusterDNS, restart the kubelet, and restart the pods.")
                        .by(
                            node.change(
                                "sed -i '/^clusterDNS:/,/^- /s/^- .*/- %s/' /var/lib/kubelet/config.yaml;"
                                        .formatted(servers.getFirst())
                                    + " (sleep 1; systemctl restart kubelet) &"),
                            "sleep 10",
                            RestartRemedy.networked(picture, node)));
  }
}
