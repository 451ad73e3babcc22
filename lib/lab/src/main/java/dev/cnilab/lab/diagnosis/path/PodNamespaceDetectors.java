package dev.cnilab.lab.diagnosis.path;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.remedy.RestartRemedy;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Detectors for the inside of a pod's network namespace. */
public final class PodNamespaceDetectors {

  private static final Pattern DROPPING =
      Pattern.compile("-A (INPUT|OUTPUT|PREROUTING|POSTROUTING) .*-j (DROP|REJECT).*");

  private static final Pattern FIXED = Pattern.compile("(\\S+) dev eth0 lladdr (\\S+) PERMANENT.*");

  private static final Pattern MTU = Pattern.compile("\\d+: eth0[@:].* mtu (\\d+).*");

  private static final Pattern PORTS = Pattern.compile("ports (\\d+)\\s+(\\d+)");

  /** With fewer ephemeral ports a busy pod soon runs out of them. */
  private static final int FEW = 1000;

  private PodNamespaceDetectors() {}

  public static List<Detector> detectors() {
    return List.of(
        PodNamespaceDetectors::withoutAddress,
        PodNamespaceDetectors::strayed,
        each(
            "pod-link-down",
            PodNamespaceDetectors::down,
            "ip link",
            "Set eth0 up, or delete the pod."),
        each(
            "pod-mtu",
            PodNamespaceDetectors::oversized,
            "ip link",
            "Delete the pod: a new sandbox's link has the right MTU."),
        each(
            "packets-dropped",
            PodNamespaceDetectors::dropping,
            "iptables-save",
            "Delete the rule in the pod, or the pod."),
        each(
            "neighbour-fixed",
            PodNamespaceDetectors::fixed,
            "ip neigh",
            "Delete the entry in the pod, or the pod."),
        each(
            "ports-few",
            PodNamespaceDetectors::few,
            "sysctl net.ipv4.ip_local_port_range",
            "Set net.ipv4.ip_local_port_range back, or delete the pod."));
  }

  private interface Finder extends BiFunction<NodePicture, Pod, Optional<String>> {}

  /** Examines one pod per node, which is enough. */
  private static Detector each(String cause, Finder finder, String where, String repair) {
    return picture ->
        picture.nodes().stream()
            .flatMap(
                node ->
                    picture.networked(node).stream()
                        .flatMap(
                            pod ->
                                finder.apply(node, pod).stream()
                                    .map(line -> of(cause, node, pod, where, line, repair)))
                        .limit(1));
  }

  private static Suspicion of(
      String cause, NodePicture node, Pod pod, String where, String says, String repair) {
    return Suspicion.of(
            cause,
            node.where(),
            new Clue("%s in pod %s/%s".formatted(where, pod.namespace(), pod.name()), says),
            node.look("ip -all netns exec sh -c '%s'".formatted(where)),
            repair)
        .by(RestartRemedy.of(Stream.of(pod)));
  }

  /** What was seen inside a pod. */
  private static Stream<String> seen(NodePicture node, Pod pod) {
    String before = pod.ip() + " ";
    return node.lines("insides").stream()
        .filter(line -> line.startsWith(before))
        .map(line -> line.substring(before.length()).strip());
  }

  private static Optional<String> down(NodePicture node, Pod pod) {
    return seen(node, pod)
        .filter(line -> line.matches("\\d+: eth0[@:].*"))
        .filter(line -> !line.matches("[^<]*<[^>]*\\bUP\\b.*"))
        .findFirst();
  }

  /** An MTU above that of the network, as flannel has written it down. */
  private static Optional<String> oversized(NodePicture node, Pod pod) {
    int wanted =
        node.line("subnet", "^FLANNEL_MTU=\\d+$")
            .map(line -> number(line.replaceAll(".*=", "")))
            .orElse(Integer.MAX_VALUE);
    return seen(node, pod)
        .map(MTU::matcher)
        .filter(Matcher::matches)
        .filter(link -> number(link.group(1)) > wanted)
        .map(link -> "eth0 has mtu %s; FLANNEL_MTU is %d".formatted(link.group(1), wanted))
        .findFirst();
  }

  private static Optional<String> dropping(NodePicture node, Pod pod) {
    return seen(node, pod).filter(line -> DROPPING.matcher(line).matches()).findFirst();
  }

  private static Optional<String> few(NodePicture node, Pod pod) {
    return seen(node, pod)
        .map(PORTS::matcher)
        .filter(Matcher::matches)
        .filter(ports -> number(ports.group(2)) - number(ports.group(1)) < FEW)
        .map(ports -> ports.group(1) + " to " + ports.group(2))
        .findFirst();
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }

  /**
   * A permanent neighbor entry whose MAC address is not on the node; a plugin that writes such
   * entries does so in each pod.
   */
  private static Optional<String> fixed(NodePicture node, Pod pod) {
    boolean isUsual =
        node.lines("insides").stream().filter(PodNamespaceDetectors::isFixed).count() > 1;
    return isUsual
        ? Optional.empty()
        : seen(node, pod)
            .map(FIXED::matcher)
            .filter(Matcher::matches)
            .filter(entry -> !node.has("links", entry.group(2)))
            .map(Matcher::group)
            .findFirst();
  }

  private static boolean isFixed(String line) {
    return FIXED.matcher(line.replaceFirst("^\\S+ ", "")).matches();
  }

  /** A pod whose address, known to the API server, is in none of the node's network namespaces. */
  private static Stream<Suspicion> withoutAddress(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> node.has("insides", "^nowhere "))
        .flatMap(
            node ->
                picture.networked(node).stream()
                    .filter(pod -> seen(node, pod).findAny().isEmpty())
                    .limit(1)
                    .map(
                        pod ->
                            of(
                                "pod-address-missing",
                                node,
                                pod,
                                "ip addr",
                                "no eth0 has an address; the pod's is " + pod.ip(),
                                "Delete the pod: a new sandbox gets a new address.")));
  }

  /** A default route to a gateway that is not on the node, unlike other pods'. */
  private static Stream<Suspicion> strayed(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> picture.nodes().stream().anyMatch(PodNamespaceDetectors::isGateway))
        .flatMap(
            node ->
                picture.networked(node).stream()
                    .flatMap(
                        pod ->
                            gateway(node, pod)
                                .filter(gateway -> !isOf(node, gateway))
                                .map(
                                    gateway ->
                                        of(
                                            "pod-route-wrong",
                                            node,
                                            pod,
                                            "ip route",
                                            "default via %s, which the node does not have"
                                                .formatted(gateway),
                                            "Delete the pod: a new sandbox gets a new route."))
                                .stream())
                    .limit(1));
  }

  private static boolean isGateway(NodePicture node) {
    return node.lines("pods").stream()
        .flatMap(line -> gateway(line).stream())
        .anyMatch(gateway -> isOf(node, gateway));
  }

  private static Optional<String> gateway(NodePicture node, Pod pod) {
    return node.line("pods", "^\\Q" + pod.ip() + "\\E default via ")
        .flatMap(PodNamespaceDetectors::gateway);
  }

  private static Optional<String> gateway(String line) {
    Matcher found = Pattern.compile(" default via (\\S+)").matcher(line);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  /** Whether the node has the gateway address or answers for it (RFC 3927). */
  private static boolean isOf(NodePicture node, String gateway) {
    return gateway.startsWith("169.254.")
        || node.has("addresses", " inet \\Q" + gateway + "\\E[ /]");
  }
}
