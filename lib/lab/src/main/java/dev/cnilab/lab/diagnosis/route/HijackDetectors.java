package dev.cnilab.lab.diagnosis.route;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Detectors for tables of a node that take packets to where they do not belong. */
public final class HijackDetectors {

  private static final Pattern LOCAL = Pattern.compile("local (\\d[\\d.]+) dev (\\S+).*");

  private static final Pattern MARKED = Pattern.compile("\\d+:.*\\bfwmark\\b.*");

  private static final Pattern MAC = Pattern.compile(" link/ether ([0-9a-f:]{17}) ");

  private HijackDetectors() {}

  public static List<Detector> detectors() {
    return List.of(
        HijackDetectors::ownPods,
        HijackDetectors::local,
        HijackDetectors::marked,
        HijackDetectors::withoutMain,
        HijackDetectors::twins,
        HijackDetectors::tunnelSource);
  }

  /** A route to a node's own pod that does not lead to the bridge that the pod is on. */
  private static Stream<Suspicion> ownPods(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(NodePicture::usesBridge)
        .flatMap(
            node ->
                picture.networked(node).stream()
                    .flatMap(pod -> MainTableRoute.to(node, pod.ip()).stream())
                    .filter(route -> route.isSpecific() && !route.refuses())
                    .filter(route -> !route.hasMaker() && !route.device().equals("cni0"))
                    .limit(1)
                    .map(
                        route ->
                            Suspicion.of(
                                    "route-wrong",
                                    node.where(),
                                    new Clue("ip route", route.line() + ", for a pod of the node"),
                                    node.look("ip route"),
                                    "ip route del that route.")
                                .by(
                                    node.change(
                                        "ip route del "
                                            + route.line().replaceFirst("^(\\S+) .*", "$1")))));
  }

  /**
   * An address that the node takes for its own, though another machine has it and none of the
   * node's links does.
   */
  private static Stream<Suspicion> local(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> !node.lines("addresses").isEmpty())
        .flatMap(
            node ->
                node.lines("locals").stream()
                    .map(line -> LOCAL.matcher(line.strip()))
                    .filter(Matcher::matches)
                    .filter(
                        route -> !node.has("addresses", " inet \\Q" + route.group(1) + "\\E[ /]"))
                    .filter(route -> isOfOther(picture, node, route.group(1)))
                    .limit(1)
                    .map(
                        route ->
                            Suspicion.of(
                                    "address-twice",
                                    node.where(),
                                    new Clue("ip route show table local", route.group().strip()),
                                    node.look("ip route show table local"),
                                    "ip route del that route: the address is somebody else's.")
                                .by(
                                    node.change(
                                        "ip route del local %s dev %s table local"
                                            .formatted(route.group(1), route.group(2))))));
  }

  private static boolean isOfOther(ClusterPicture picture, NodePicture node, String address) {
    return picture.nodes().stream()
            .filter(other -> !other.name().equals(node.name()))
            .anyMatch(other -> other.node().ip().equals(address))
        || picture.pods().stream()
            .filter(pod -> !pod.hostNetwork())
            .map(Pod::ip)
            .anyMatch(address::equals);
  }

  /** A routing rule for marked packets that only one node has: agents write them everywhere. */
  private static Stream<Suspicion> marked(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> picture.nodes().stream().anyMatch(other -> isOther(other, node)))
        .flatMap(
            node ->
                node.lines("rules").stream()
                    .map(String::strip)
                    .filter(line -> MARKED.matcher(line).matches())
                    .filter(
                        line ->
                            picture.nodes().stream()
                                .filter(other -> isOther(other, node))
                                .flatMap(other -> other.lines("rules").stream())
                                .map(String::strip)
                                .noneMatch(line::equals))
                    .limit(1)
                    .map(
                        line ->
                            Suspicion.of(
                                    "routing-rule",
                                    node.where(),
                                    new Clue("ip rule", line + ", which no other node has"),
                                    node.look("ip rule; ip route show table all"),
                                    "ip rule del that rule, if nobody needs it.")
                                .by(
                                    node.change(
                                        line.replaceFirst("^(\\d+):.*", "ip rule del pref $1")))));
  }

  private static boolean isOther(NodePicture other, NodePicture node) {
    return !other.name().equals(node.name()) && !other.lines("rules").isEmpty();
  }

  /** A node without the rule by which the kernel looks at its main table. */
  private static Stream<Suspicion> withoutMain(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> node.has("rules", " lookup local"))
        .filter(node -> !node.has("rules", " lookup main"))
        .map(
            node ->
                Suspicion.of(
                        "routing-rule",
                        node.where(),
                        new Clue("ip rule", "none that looks up the table main"),
                        node.look("ip rule"),
                        "Add the kernel's own rule again.")
                    .by(node.change("ip rule add from all lookup main pref 32766")));
  }

  /** Nodes whose links to the network outside have one MAC address. */
  private static Stream<Suspicion> twins(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                mac(node)
                    .filter(
                        own ->
                            picture.nodes().stream()
                                .filter(other -> !other.name().equals(node.name()))
                                .anyMatch(other -> mac(other).filter(own::equals).isPresent()))
                    .map(
                        own ->
                            Suspicion.of(
                                "mac-twice",
                                node.where(),
                                new Clue(
                                    "ip link show " + node.uplink().orElse(""),
                                    own + ", which another node has too"),
                                node.look("ip -d link show " + node.uplink().orElse("")),
                                "Give the link of one of them an address of its own."))
                    .stream());
  }

  private static Optional<String> mac(NodePicture node) {
    return node.uplink()
        .flatMap(link -> node.line("links", ": \\Q" + link + "\\E[:@]"))
        .map(MAC::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1));
  }

  /**
   * Flannel's tunnel with a source address that is not the node's, nor the one it has published.
   */
  private static Stream<Suspicion> tunnelSource(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.line("tunnels", ": flannel\\.1:.* local \\d").stream()
                    .map(line -> line.replaceFirst(".* local (\\S+) .*", "$1"))
                    .filter(address -> !address.equals(node.node().ip()))
                    .filter(address -> !address.equals(FlannelNode.publicIp(node)))
                    .map(
                        address ->
                            Suspicion.of(
                                "tunnel-source",
                                node.where(),
                                new Clue(
                                    "ip -d link show flannel.1",
                                    "local %s; the node's address is %s"
                                        .formatted(address, node.node().ip())),
                                node.look("ip -d link show flannel.1"),
                                "ip link del flannel.1; then restart the agent's pod on the node,"
                                    + " which makes it again.")));
  }
}
