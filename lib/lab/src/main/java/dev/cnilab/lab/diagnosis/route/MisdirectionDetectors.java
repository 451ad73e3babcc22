package dev.cnilab.lab.diagnosis.route;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.remedy.NetworkAgent;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.shell.Range;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Detectors for what misdirects packets between nodes: foreign routes, rules and neighbor entries.
 */
public final class MisdirectionDetectors {

  /** A route that the kernel created because a link has an address in the range. */
  private static final Pattern CONNECTED =
      Pattern.compile("(\\d[\\d./]+/\\d+) dev (\\S+) proto kernel .*");

  /** Links of network plugins. */
  private static final Pattern OF_PLUGINS =
      Pattern.compile("cni\\d|flannel.*|weave|cilium.*|cali.*|vxlan.*|tunl\\d|eth\\d|lxc.*");

  /** Rules of the kernel and of network plugins. */
  private static final Pattern USUAL =
      Pattern.compile("\\d+:\\s+(from all lookup (local|main|default)|.*fwmark.*)");

  private static final Pattern FIXED =
      Pattern.compile("(\\d[\\d.]+) dev (\\S+) lladdr (\\S+) PERMANENT.*");

  /** Links whose neighbor entries no agent writes: the kernel resolves them. */
  private static final Pattern ASKING = Pattern.compile("eth\\d|en\\w+|cni\\d|weave");

  private MisdirectionDetectors() {}

  public static List<Detector> detectors() {
    return List.of(
        MisdirectionDetectors::overlap,
        MisdirectionDetectors::rule,
        MisdirectionDetectors::neighbour,
        MisdirectionDetectors::unplugged,
        MisdirectionDetectors::outside,
        MisdirectionDetectors::detour,
        MisdirectionDetectors::unanswered);
  }

  /** A link whose range contains pods of other nodes. */
  private static Stream<Suspicion> overlap(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.lines("routes").stream()
                    .map(line -> CONNECTED.matcher(line.strip()))
                    .filter(Matcher::matches)
                    .filter(route -> !OF_PLUGINS.matcher(route.group(2)).matches())
                    .filter(route -> holdsPods(Range.of(route.group(1)), picture, node))
                    .map(
                        route ->
                            Suspicion.of(
                                    "range-overlaps",
                                    node.where(),
                                    new Clue("ip route", route.group().strip()),
                                    node.look("ip route; ip addr show " + route.group(2)),
                                    "Give %s a range of its own, or delete it."
                                        .formatted(route.group(2)))
                                .by(
                                    node.change(
                                        isUnused(node, route.group(2))
                                            ? "ip link delete " + route.group(2)
                                            : ""))));
  }

  /** Whether it is a bridge that nothing is connected to. */
  private static boolean isUnused(NodePicture node, String link) {
    return node.has("bridges", "^\\d+: \\Q" + link + "\\E: ")
        && !node.has("links", " master \\Q" + link + "\\E ");
  }

  private static boolean holdsPods(Range range, ClusterPicture picture, NodePicture node) {
    return picture.pods().stream()
        .filter(pod -> !pod.hostNetwork() && !pod.nodeName().equals(node.name()))
        .map(Pod::ip)
        .anyMatch(address -> !address.isEmpty() && range.contains(address));
  }

  private static Stream<Suspicion> rule(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.lines("rules").stream()
                    .filter(line -> !USUAL.matcher(line.strip()).matches())
                    .map(
                        line ->
                            Suspicion.of(
                                    "routing-rule",
                                    node.where(),
                                    new Clue("ip rule", line.strip().replaceAll("\\s+", " ")),
                                    node.look("ip rule; ip route show table all"),
                                    "ip rule del that rule, if nobody needs it.")
                                .by(
                                    node.change(
                                        line.strip()
                                            .replaceFirst("^(\\d+):.*", "ip rule del pref $1")))));
  }

  /** A manual neighbor entry with an address that the node or pod does not have. */
  private static Stream<Suspicion> neighbour(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.lines("neighbours").stream()
                    .map(line -> FIXED.matcher(line.strip()))
                    .filter(Matcher::matches)
                    .filter(entry -> ASKING.matcher(entry.group(2)).matches())
                    .filter(entry -> isWrong(picture, node, entry.group(1), entry.group(3)))
                    .map(
                        entry ->
                            Suspicion.of(
                                    "neighbour-fixed",
                                    node.where(),
                                    new Clue("ip neigh", entry.group().strip()),
                                    node.look("ip neigh show nud permanent"),
                                    "ip neigh del that entry: the kernel asks for the address.")
                                .by(
                                    node.change(
                                        "ip neigh del %s dev %s"
                                            .formatted(entry.group(1), entry.group(2))))));
  }

  /**
   * Whether a MAC address is wrong: the bridge has learned those of its pods, and other nodes show
   * their own.
   */
  private static boolean isWrong(
      ClusterPicture picture, NodePicture node, String address, String mac) {
    boolean otherNode =
        picture.nodes().stream()
            .filter(other -> other.node().ip().equals(address))
            .anyMatch(other -> !other.has("links", mac));
    boolean ownPod = picture.networked(node).stream().anyMatch(pod -> pod.ip().equals(address));
    return otherNode || (ownPod && !node.has("forwarding", "^" + mac + " dev .* master "));
  }

  /** A node without the default route that others have. */
  private static Stream<Suspicion> outside(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> !node.lines("routes").isEmpty() && !node.has("routes", "^default "))
        .filter(
            node -> picture.nodes().stream().anyMatch(other -> other.has("routes", "^default ")))
        .map(
            node ->
                Suspicion.of(
                        "default-route-missing",
                        node.where(),
                        new Clue("ip route", "no default route, which other nodes have"),
                        node.look("ip route"),
                        "Add it with the gateway that the others have.")
                    .by(node.change("ip route add " + usualDefault(picture)))
                    .ranked(2));
  }

  /** The link with the node's own address, which is down; the kernel deletes its routes. */
  private static Stream<Suspicion> unplugged(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.uplink().stream()
                    .filter(node::isDown)
                    .map(
                        link ->
                            Suspicion.of(
                                    "uplink-down",
                                    node.where(),
                                    new Clue("ip link show " + link, "not UP"),
                                    node.look("ip link show %s; ip route".formatted(link)),
                                    "Set it up, and add the default route again; then restart the"
                                        + " agent's pod, which adds its own.")
                                .by(
                                    node.change(
                                        "ip link set %s up; ip route add %s"
                                            .formatted(link, usualDefault(picture))),
                                    NetworkAgent.restart(picture, node))));
  }

  /** A default route over another node, which does not forward for others. */
  private static Stream<Suspicion> detour(ClusterPicture picture) {
    String usual = usualDefault(picture);
    return picture.nodes().stream()
        .flatMap(
            node ->
                node
                    .line("routes", "^default via ")
                    .filter(line -> isOverNode(picture, line))
                    .map(
                        line ->
                            Suspicion.of(
                                    "route-wrong",
                                    node.where(),
                                    new Clue("ip route", line.strip() + ", another node"),
                                    node.look("ip route"),
                                    "Let it lead to the gateway that the others have.")
                                .by(
                                    node.change(
                                        usual.isEmpty() ? "" : "ip route replace " + usual)))
                    .stream());
  }

  /** A default route by a gateway that does not answer for its own address. */
  private static Stream<Suspicion> unanswered(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.line("gateway", "\\b(FAILED|INCOMPLETE)\\b").stream()
                    .map(
                        line ->
                            Suspicion.of(
                                    "route-wrong",
                                    node.where(),
                                    new Clue(
                                        "ip neigh, for the gateway of the default route",
                                        line.strip()),
                                    node.look("ip route; ip neigh"),
                                    "Let it lead to the gateway that the others have.")
                                .by(node.change(otherGateway(picture, node)))
                                .ranked(2)));
  }

  private static String otherGateway(ClusterPicture picture, NodePicture node) {
    return picture.nodes().stream()
        .filter(other -> !other.name().equals(node.name()))
        .flatMap(other -> other.line("routes", "^default via ").stream())
        .filter(line -> !isOverNode(picture, line))
        .findFirst()
        .map(line -> line.replaceFirst("^(default via \\S+).*", "ip route replace $1"))
        .orElse("");
  }

  private static boolean isOverNode(ClusterPicture picture, String route) {
    return picture.nodes().stream().anyMatch(node -> route.contains(" " + node.node().ip() + " "));
  }

  private static String usualDefault(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(node -> node.line("routes", "^default via ").stream())
        .filter(line -> !isOverNode(picture, line))
        .findFirst()
        .map(line -> line.replaceFirst("^(default via \\S+).*", "$1"))
        .orElse("");
  }
}
