package dev.cnilab.lab.diagnosis.path;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.remedy.NetworkAgent;
import dev.cnilab.lab.diagnosis.remedy.RestartRemedy;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.shell.Range;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Detectors for what stops pods' packets on a node. */
public final class DataPath {

  private static final Pattern NO_WAY =
      Pattern.compile("(blackhole|unreachable|prohibit) (\\S+).*");

  /** Whose routes keep the rest of a node's own range from going around in circles. */
  private static final Pattern OF_PROGRAMS = Pattern.compile(" proto (?!static\\b|boot\\b)\\S+");

  /** A limit on a link that all pods of a node share; the bandwidth plugin limits single ones. */
  private static final Pattern LIMITED =
      Pattern.compile("qdisc tbf \\S+ dev (?!veth|cali|lxc|bwp|ifb)\\S+ .*");

  private DataPath() {}

  public static List<Detector> detectors() {
    return List.of(
        DataPath::switchedOff,
        DataPath::unrouted,
        DataPath::blackhole,
        DataPath::bridge,
        DataPath::queue,
        DataPath::connections);
  }

  /**
   * Kernel settings that are off and that pods' packets need: forwarding, of all links or of the
   * incoming one, and bridge-nf-call-iptables, which restores the address in replies of a Service
   * on the same node.
   */
  private static Stream<Suspicion> switchedOff(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.lines("sysctl").stream()
                    .map(line -> line.split(" = ", 2))
                    .filter(setting -> setting.length == 2 && setting[1].equals("0"))
                    .limit(1)
                    .map(
                        setting ->
                            Suspicion.of(
                                    setting[0].startsWith("net.bridge.")
                                        ? "bridge-rules-skipped"
                                        : "forwarding-off",
                                    node.where(),
                                    new Clue("sysctl " + setting[0], "0"),
                                    node.look("sysctl " + setting[0]),
                                    "sysctl -w %s=1, and find what sets it at the boot."
                                        .formatted(setting[0]))
                                .by(node.change("sysctl -w %s=1".formatted(setting[0])))));
  }

  private static Stream<Suspicion> unrouted(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(NodePicture::usesBridge)
        .filter(node -> !node.isDown("flannel.1"))
        .filter(node -> !node.lines("routes").isEmpty())
        .flatMap(
            node ->
                picture.nodes().stream()
                    .filter(other -> !other.name().equals(node.name()))
                    .map(other -> other.node().podCidr())
                    .filter(range -> isUnrouted(node, range))
                    .limit(1)
                    .map(
                        range ->
                            Suspicion.of(
                                    "route-missing",
                                    node.where(),
                                    new Clue("ip route", "nothing for " + range),
                                    node.look("ip route"),
                                    "Add the route; an agent adds it when its pod is restarted.")
                                .by(routed(picture, node))));
  }

  private static boolean isUnrouted(NodePicture node, String range) {
    return !range.isEmpty() && !node.has("routes", "^\\Q" + range + "\\E ");
  }

  /** Where no agent writes the routes, each range is behind its node's address. */
  private static String routed(ClusterPicture picture, NodePicture node) {
    String agent = NetworkAgent.restart(picture, node);
    return agent.isEmpty()
        ? node.change(
            picture.nodes().stream()
                .filter(other -> !other.name().equals(node.name()))
                .filter(other -> isUnrouted(node, other.node().podCidr()))
                .map(
                    other ->
                        "ip route add %s via %s"
                            .formatted(other.node().podCidr(), other.node().ip()))
                .collect(Collectors.joining("; ")))
        : agent;
  }

  private static Stream<Suspicion> blackhole(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.lines("routes").stream()
                    .filter(line -> !OF_PROGRAMS.matcher(line).find())
                    .filter(line -> swallows(line, picture))
                    .map(
                        line ->
                            Suspicion.of(
                                    "route-blackhole",
                                    node.where(),
                                    new Clue("ip route", line.strip()),
                                    node.look("ip route"),
                                    "ip route del that route.")
                                .by(
                                    node.change(
                                        line.strip()
                                            .replaceFirst("^(\\S+ \\S+).*", "ip route del $1")))));
  }

  /** Whether it refuses packets to pods, or to Services, which a node's own programs need too. */
  private static boolean swallows(String line, ClusterPicture picture) {
    Matcher route = NO_WAY.matcher(line.strip());
    if (!route.matches()) {
      return false;
    }
    Range range = Range.of(route.group(2).contains("/") ? route.group(2) : route.group(2) + "/32");
    return Stream.concat(
            picture.pods().stream().map(Pod::ip),
            picture.list("services").stream().map(service -> service.text("/spec/clusterIP")))
        .filter(address -> address.matches("\\d+(\\.\\d+){3}"))
        .anyMatch(range::contains);
  }

  private static Stream<Suspicion> bridge(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> !picture.networked(node).isEmpty())
        .flatMap(node -> node.bridge().stream().flatMap(name -> bridge(picture, node, name)));
  }

  private static Stream<Suspicion> bridge(ClusterPicture picture, NodePicture node, String name) {
    return node.has("links", "^\\d+: \\Q" + name + "\\E:")
        ? loose(node, name)
        : Stream.of(
            Suspicion.of(
                    "bridge-missing",
                    node.where(),
                    new Clue(
                        "ip link",
                        "no %s, and %d pods with addresses"
                            .formatted(name, picture.networked(node).size())),
                    node.look("ip link show " + name),
                    node.usesBridge()
                        ? "Restart the node's pods: the plugin makes the bridge and connects them."
                        : "Restart the agent's pod, which makes the bridge, and then the node's"
                            + " pods.")
                .by(
                    node.usesBridge() ? "" : NetworkAgent.restart(picture, node),
                    RestartRemedy.networked(picture, node)));
  }

  /**
   * Ends of veth pairs that are not bridge ports, or are down: those of pods, and those between
   * weave's bridge and its tunnel, as left by an agent that was killed while it made them.
   */
  private static Stream<Suspicion> loose(NodePicture node, String bridge) {
    return node.lines("links").stream()
        .filter(line -> line.matches("\\d+: (veth|vxlan-6784).*"))
        .filter(line -> !line.contains(" master ") || !line.matches("[^<]*<[^>]*\\bUP\\b.*"))
        .limit(1)
        .map(
            line ->
                Suspicion.of(
                        "link-loose",
                        node.where(),
                        new Clue("ip link", line.strip()),
                        node.look("ip link; bridge link"),
                        "Set the link up, and make it a port of %s."
                            .formatted(master(line, bridge)))
                    .by(
                        node.change(
                            "ip link set %s master %s up"
                                .formatted(name(line), master(line, bridge)))));
  }

  private static String master(String line, String bridge) {
    return line.matches("\\d+: (vethwe-d|vxlan).*") ? "datapath" : bridge;
  }

  /** The name of a link that {@code ip link} prints a line of. */
  static String name(String line) {
    return line.strip().replaceFirst("^\\d+: ([^@:]+).*", "$1");
  }

  private static Stream<Suspicion> queue(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.lines("queues").stream()
                    .filter(
                        line -> line.contains(" netem ") || LIMITED.matcher(line.strip()).matches())
                    .map(
                        line ->
                            Suspicion.of(
                                    disturbance(line),
                                    node.where(),
                                    new Clue("tc qdisc", line.strip()),
                                    node.look("tc qdisc"),
                                    "tc qdisc del that discipline.")
                                .by(withoutQueue(picture, node, line.strip()))));
  }

  /** What a discipline does to packets, the worst first. */
  private static String disturbance(String line) {
    return line.contains(" loss ")
        ? "packets-lost"
        : line.contains(" corrupt ")
            ? "packets-corrupted"
            : line.contains(" reorder ")
                ? "packets-reordered"
                : line.contains(" duplicate ")
                    ? "packets-twice"
                    : line.contains(" tbf ") ? "packets-limited" : "packets-late";
  }

  /** A new sandbox has a link of its own. */
  private static String withoutQueue(ClusterPicture picture, NodePicture node, String line) {
    return line.startsWith("in the pod ")
        ? RestartRemedy.of(
            picture.networked(node).stream().filter(pod -> line.contains(" " + pod.ip() + ":")))
        : node.change(line.replaceFirst("^qdisc .* dev (\\S+) .*", "tc qdisc del dev $1 root"));
  }

  /**
   * A connection tracking table that is full, or nearly full, so that new connections are dropped.
   */
  private static Stream<Suspicion> connections(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> node.lines("connections").size() == 2)
        .filter(
            node -> {
              List<String> numbers = node.lines("connections");
              return Long.parseLong(numbers.get(0)) * 20 >= Long.parseLong(numbers.get(1)) * 19;
            })
        .map(
            node ->
                Suspicion.of(
                        "connections-full",
                        node.where(),
                        new Clue(
                            "nf_conntrack_count, nf_conntrack_max",
                            String.join(" of ", node.lines("connections"))),
                        node.look("sysctl net.netfilter.nf_conntrack_count; dmesg | tail"),
                        "Raise net.netfilter.nf_conntrack_max, and find who opens that many.")
                    .by(
                        node.change(
                            "sysctl -w net.netfilter.nf_conntrack_max=%d"
                                .formatted(2 * Long.parseLong(node.lines("connections").get(1))))));
  }
}
