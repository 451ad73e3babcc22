package dev.cnilab.lab.diagnosis.path;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.remedy.NetworkAgent;
import dev.cnilab.lab.diagnosis.remedy.RestartRemedy;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Detectors for the links between a node and its pods: the bridge and its ports. */
public final class PodLinks {

  /** Links that carry pods' packets, and the cause if one is down. */
  private static final List<Carrier> LINKS =
      List.of(
          new Carrier("flannel.1", "tunnel-down"),
          new Carrier("cni0", "bridge-down"),
          new Carrier("datapath", "tunnel-down"),
          new Carrier("weave", "bridge-down"),
          new Carrier("tunl0", "tunnel-down"),
          new Carrier("vxlan.calico", "tunnel-down"),
          new Carrier("cilium_vxlan", "tunnel-down"),
          new Carrier("cilium_host", "host-link-down"),
          new Carrier("cilium_net", "host-link-down"));

  /** Links that agents create once per node, independent of its pods. */
  private static final Pattern OF_AGENTS =
      Pattern.compile(
          "^\\d+: (tunl0|vxlan\\.calico|flannel\\.1|cilium_\\w+|datapath|vxlan-6784)[@:].*");

  /** Ends of pods' links that are not bridge ports. */
  private static final Pattern UNBRIDGED = Pattern.compile("^\\d+: (cali|lxc)[^:@]*@.*");

  private PodLinks() {}

  public static List<Detector> detectors() {
    return List.of(
        PodLinks::down,
        PodLinks::absent,
        PodLinks::disconnected,
        PodLinks::withoutArp,
        PodLinks::withoutProxyArp,
        PodLinks::isolated,
        PodLinks::gone,
        PodLinks::stranded);
  }

  private static Stream<Suspicion> down(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                LINKS.stream()
                    .filter(link -> node.isDown(link.link()) && isInUse(node, link.link()))
                    .map(
                        link ->
                            Suspicion.of(
                                    link.cause(),
                                    node.where(),
                                    new Clue("ip link show " + link.link(), "not UP"),
                                    node.look("ip link show " + link.link() + "; ip route"),
                                    "ip link set %s up; then restart the agent's pod, which adds again"
                                            .formatted(link.link())
                                        + " what went with it.")
                                .by(
                                    node.change("ip link set %s up".formatted(link.link())),
                                    NetworkAgent.restart(picture, node))));
  }

  /**
   * Whether a link is in use; leftovers of another network plugin and links that the kernel creates
   * carry nothing.
   */
  private static boolean isInUse(NodePicture node, String link) {
    return switch (node.plugin()) {
      case "flannel", "bridge" -> link.matches("flannel\\.1|cni0");
      case "weave-net" -> link.matches("weave|datapath");
      case "calico" ->
          (link.matches("tunl0|vxlan\\.calico") || (link.equals("flannel.1") && isCanal(node)))
              && node.isAddressed(link);
      case "cilium-cni" -> link.startsWith("cilium_");
      default -> false;
    };
  }

  /** Whether flannel's tunnel is used with Calico's plugin, whose addresses are the node's then. */
  private static boolean isCanal(NodePicture node) {
    return node.cni().winner().stream().anyMatch(file -> file.delegates().contains("host-local"));
  }

  /** A missing link that most nodes with the same plugin have. */
  private static Stream<Suspicion> absent(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                picture.nodes().stream()
                    .filter(other -> other.plugin().equals(node.plugin()))
                    .flatMap(PodLinks::ofAgent)
                    .distinct()
                    .filter(link -> isInUse(node, link) && !node.hasLink(link))
                    .filter(link -> isUsual(picture, node.plugin(), link))
                    .limit(1)
                    .map(
                        link ->
                            Suspicion.of(
                                    "link-missing",
                                    node.where(),
                                    new Clue(
                                        "ip link", "no %s, which other nodes have".formatted(link)),
                                    node.look("ip link; ip route"),
                                    "Restart the agent's pod on the node: it makes the link.")
                                .by(NetworkAgent.restart(picture, node))));
  }

  private static Stream<String> ofAgent(NodePicture node) {
    return node.lines("links").stream()
        .map(OF_AGENTS::matcher)
        .filter(Matcher::matches)
        .map(line -> line.group(1));
  }

  private static boolean isUsual(ClusterPicture picture, String plugin, String link) {
    List<NodePicture> same =
        picture.nodes().stream().filter(node -> node.plugin().equals(plugin)).toList();
    return 2 * same.stream().filter(node -> node.hasLink(link)).count() > same.size();
  }

  /** A pod's link that is down on the node's side. */
  private static Stream<Suspicion> disconnected(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.lines("links").stream()
                    .filter(line -> UNBRIDGED.matcher(line).matches())
                    .filter(line -> !line.matches("[^<]*<[^>]*\\bUP\\b.*"))
                    .limit(1)
                    .map(
                        line ->
                            Suspicion.of(
                                    "link-loose",
                                    node.where(),
                                    new Clue("ip link", line.strip()),
                                    node.look("ip link; ip route"),
                                    "ip link set that link up")
                                .by(
                                    node.change("ip link set %s up".formatted(DataPath.name(line))),
                                    NetworkAgent.restart(picture, node))));
  }

  /** Links with ARP switched off that should resolve neighbors. */
  private static Stream<Suspicion> withoutArp(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                Stream.concat(node.uplink().stream(), Stream.of("cni0"))
                    .flatMap(
                        link ->
                            node.line("links", ": \\Q" + link + "\\E[:@].*\\bNOARP\\b").stream())
                    .map(
                        line ->
                            Suspicion.of(
                                    "arp-off",
                                    node.where(),
                                    new Clue("ip link", line.strip()),
                                    node.look("ip link; ip neigh"),
                                    "ip link set dev that link arp on")
                                .by(
                                    node.change(
                                        "ip link set dev %s arp on"
                                            .formatted(DataPath.name(line))))));
  }

  /**
   * Missing proxy ARP: Calico's pods ask for a gateway that no host has, and their link on the node
   * answers.
   */
  private static Stream<Suspicion> withoutProxyArp(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> picture.nodes().stream().anyMatch(other -> other.has("answers", " = 1$")))
        .flatMap(
            node ->
                node.line("answers", " = 0$").stream()
                    .map(
                        line ->
                            Suspicion.of(
                                    "arp-off",
                                    node.where(),
                                    new Clue("sysctl", line),
                                    node.look("sysctl -a | grep proxy_arp"),
                                    "sysctl -w %s=1".formatted(line.replaceAll(" =.*", "")))
                                .by(
                                    node.change(
                                        "sysctl -w %s=1".formatted(line.replaceAll(" =.*", ""))))));
  }

  private static Stream<NodePicture> bridged(ClusterPicture picture) {
    return picture.nodes().stream().filter(node -> node.bridge().isPresent());
  }

  private static Stream<Suspicion> isolated(ClusterPicture picture) {
    return bridged(picture)
        .flatMap(
            node ->
                node.lines("ports").stream()
                    .limit(1)
                    .map(
                        line ->
                            Suspicion.of(
                                    "port-isolated",
                                    node.where(),
                                    new Clue("bridge -d link", line.strip()),
                                    node.look("bridge -d link"),
                                    "bridge link set dev that port isolated off")
                                .by(
                                    node.change(
                                        node.lines("ports").stream()
                                            .map(DataPath::name)
                                            .map("bridge link set dev %s isolated off"::formatted)
                                            .collect(Collectors.joining("; "))))));
  }

  /** A node with fewer ends of pods' links than running pods. */
  private static Stream<Suspicion> gone(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> node.bridge().isPresent() || isUnbridged(picture, node))
        .filter(node -> !node.lines("links").isEmpty())
        .filter(node -> node.bridge().stream().allMatch(node::hasLink))
        .filter(node -> ends(node) < picture.networked(node).size())
        .map(
            node ->
                Suspicion.of(
                        "pod-link-missing",
                        node.where(),
                        new Clue(
                            "ip link",
                            "%d links of pods, and %d pods with addresses"
                                .formatted(ends(node), picture.networked(node).size())),
                        node.look("ip link; crictl pods"),
                        "Delete the pod that cannot be reached: a new sandbox gets a new link.")
                    .by(
                        RestartRemedy.of(
                            picture.networked(node).stream()
                                .filter(pod -> !node.has("insides", "^\\Q" + pod.ip() + "\\E ")))));
  }

  /** Whether each pod has a link of its own; Cilium may also give it none on the node. */
  private static boolean isUnbridged(ClusterPicture picture, NodePicture node) {
    return node.plugin().equals("calico")
        || (node.plugin().equals("cilium-cni")
            && picture.nodes().stream().anyMatch(each -> ends(each) > 0));
  }

  /** A pod that can reach only its own network: no Service, no DNS server, nothing outside. */
  private static Stream<Suspicion> stranded(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                picture.networked(node).stream()
                    .filter(pod -> node.has("pods", "^\\Q" + pod.ip() + "\\E\\s*$"))
                    .limit(1)
                    .map(
                        pod ->
                            Suspicion.of(
                                    "pod-route-missing",
                                    node.where(),
                                    new Clue(
                                        "ip route in pod %s/%s"
                                            .formatted(pod.namespace(), pod.name()),
                                        "no default route"),
                                    node.look("ip -all netns exec ip route"),
                                    "Delete the pod: a new sandbox gets a new route.")
                                .by(RestartRemedy.of(Stream.of(pod)))
                                .ranked(2)));
  }

  /** The number of pods' links, without those between weave's bridge and its tunnel. */
  private static long ends(NodePicture node) {
    return node.lines("links").stream()
        .filter(line -> line.matches("\\d+: (veth(?!we-)|cali|lxc(?!_health)).*"))
        .count();
  }
}
