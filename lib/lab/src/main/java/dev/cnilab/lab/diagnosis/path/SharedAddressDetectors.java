package dev.cnilab.lab.diagnosis.path;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.remedy.RestartRemedy;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Detectors for two pods with one address, on one bridge or in one network. */
public final class SharedAddressDetectors {

  private static final Pattern MAC =
      Pattern.compile("(\\S+) \\d+: eth0[@:].* link/ether ([0-9a-f:]{17}) .*");

  private static final Pattern ADDRESS =
      Pattern.compile("(\\S+) \\d+: eth0 +inet (\\d+(?:\\.\\d+){3})/.*");

  private SharedAddressDetectors() {}

  public static List<Detector> detectors() {
    return List.of(SharedAddressDetectors::macs, SharedAddressDetectors::addresses);
  }

  private static Stream<Matcher> seen(NodePicture node, Pattern pattern) {
    return node.lines("insides").stream().map(pattern::matcher).filter(Matcher::matches);
  }

  /** A bridge sends the frames of both to one of them. */
  private static Stream<Suspicion> macs(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> node.bridge().isPresent())
        .flatMap(
            node ->
                seen(node, MAC)
                    .filter(
                        one ->
                            seen(node, MAC).filter(two -> two.group(2).equals(one.group(2))).count()
                                > 1)
                    .limit(1)
                    .map(
                        one ->
                            Suspicion.of(
                                    "mac-twice",
                                    node.where(),
                                    new Clue(
                                        "ip link in the pod " + one.group(1),
                                        one.group(2) + ", which another pod of the node has too"),
                                    node.look("ip -all netns exec ip -o link show eth0"),
                                    "Delete the pods: a new sandbox's link has an address of its"
                                        + " own.")
                                .by(
                                    RestartRemedy.of(
                                        seen(node, MAC)
                                            .filter(two -> two.group(2).equals(one.group(2)))
                                            .flatMap(
                                                two -> ofNode(picture, node, two.group(1)))))));
  }

  /** An address in a sandbox that is another pod's. */
  private static Stream<Suspicion> addresses(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                seen(node, ADDRESS)
                    .filter(one -> !one.group(1).equals(one.group(2)))
                    .filter(one -> isOfPod(picture, one.group(2)))
                    .limit(1)
                    .map(
                        one ->
                            Suspicion.of(
                                    "address-twice",
                                    node.where(),
                                    new Clue(
                                        "ip addr in the pod " + one.group(1),
                                        one.group(2) + ", which is another pod's"),
                                    node.look("ip -all netns exec ip -o -4 addr show eth0"),
                                    "Delete the pod: a new sandbox has only its own address.")
                                .by(RestartRemedy.of(ofNode(picture, node, one.group(1))))));
  }

  private static boolean isOfPod(ClusterPicture picture, String address) {
    return picture.pods().stream()
        .filter(Pod::runsOnPodNetwork)
        .anyMatch(pod -> pod.ip().equals(address));
  }

  private static Stream<Pod> ofNode(ClusterPicture picture, NodePicture node, String address) {
    return picture.networked(node).stream().filter(pod -> pod.ip().equals(address));
  }
}
