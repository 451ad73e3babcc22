package dev.cnilab.lab.diagnosis.daemon;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.remedy.CopyRemedy;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Detectors for containerd's own configuration. */
public final class ContainerdDetectors {

  private static final String CONFIGURATION = "/etc/containerd/config.toml";

  /** How containerd says where it looks for network configurations. */
  private static final Pattern FOLDER =
      Pattern.compile("no network config found in (/[^:;]*[^:;/])/?(:|$)");

  private static final Pattern NO_PAUSE =
      Pattern.compile(
          "failed to (get sandbox image|pull image|pull and unpack image) \"([^\"]+)\"");

  private ContainerdDetectors() {}

  public static List<Detector> detectors() {
    return List.of(
        ContainerdDetectors::programFolder,
        ContainerdDetectors::folder,
        ContainerdDetectors::pause);
  }

  private static Stream<Suspicion> programFolder(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.line("containerd", "^\\s*bin_dirs?\\s*=").stream()
                    .filter(
                        line ->
                            !line.contains("\"/opt/cni/bin\"") && !line.contains("'/opt/cni/bin'"))
                    .filter(
                        line -> picture.stuckOn(node).anyMatch(s -> s.says().contains("in path [")))
                    .map(
                        line ->
                            Suspicion.of(
                                    "runtime-bin-dir",
                                    node.where(),
                                    new Clue(CONFIGURATION, line.strip()),
                                    node.look("grep bin_dir " + CONFIGURATION),
                                    "Name /opt/cni/bin, and restart containerd.")
                                .by(
                                    asOthers(picture, node)
                                        .orElseGet(() -> node.change(standardFolder(line))))));
  }

  private static String standardFolder(String line) {
    return "sed -i 's|^ *bin_dirs* *=.*|%s|' %s; systemctl restart containerd"
        .formatted(
            line.contains("bin_dirs")
                ? "bin_dirs = [\"/opt/cni/bin\"]"
                : "bin_dir = \"/opt/cni/bin\"",
            CONFIGURATION);
  }

  private static Optional<String> asOthers(ClusterPicture picture, NodePicture node) {
    return CopyRemedy.of(
        picture, node, "containerd", CONFIGURATION, "systemctl restart containerd");
  }

  /** Another directory than that in which the node's network configuration is. */
  private static Stream<Suspicion> folder(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> node.cni().winner().isPresent())
        .flatMap(
            node ->
                node.lines("runtime").stream()
                    .map(FOLDER::matcher)
                    .filter(Matcher::find)
                    .filter(found -> !found.group(1).equals("/etc/cni/net.d"))
                    .limit(1)
                    .map(
                        found ->
                            Suspicion.of(
                                    "runtime-conf-dir",
                                    node.where(),
                                    new Clue(
                                        "crictl info",
                                        found.group() + " the configuration is in /etc/cni/net.d"),
                                    node.look("crictl info; grep conf_dir " + CONFIGURATION),
                                    "Let conf_dir be /etc/cni/net.d, and restart containerd.")
                                .by(
                                    asOthers(picture, node)
                                        .orElseGet(
                                            () ->
                                                node.change(
                                                    "sed -i 's|^ *conf_dir *=.*|conf_dir ="
                                                        + " \"/etc/cni/net.d\"|' "
                                                        + CONFIGURATION
                                                        + "; systemctl restart containerd")))));
  }

  /** The image of every sandbox's first process. */
  private static Stream<Suspicion> pause(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                picture
                    .stuckOn(node)
                    .map(stuck -> NO_PAUSE.matcher(stuck.says()))
                    .filter(Matcher::find)
                    .limit(1)
                    .map(
                        found ->
                            Suspicion.of(
                                    "sandbox-image",
                                    node.where(),
                                    new Clue("event FailedCreatePodSandBox", found.group()),
                                    node.look("grep sandbox " + CONFIGURATION + "; crictl images"),
                                    "Name an image that can be pulled, or import it: ctr -n k8s.io"
                                        + " images import.")
                                .by(asOthers(picture, node).orElse(""))));
  }
}
