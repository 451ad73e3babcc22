package dev.cnilab.lab.diagnosis.dns;

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

/** Detectors for the DNS servers of nodes, which CoreDNS asks for the names outside. */
public final class Resolvers {

  private static final String FILE = "/etc/resolv.conf";

  /** A line of the section {@code upstream}: a server, and how a question to it ended. */
  private static final Pattern SERVER = Pattern.compile("(\\S+) (answers|silent)");

  private static final Pattern UNOPENED =
      Pattern.compile("open (/\\S+): no such file or directory");

  private Resolvers() {}

  public static List<Detector> detectors() {
    return List.of(
        Resolvers::silent, Resolvers::looped, Resolvers::file, Resolvers::hosts, Resolvers::cutOff);
  }

  /** A server that does not answer its node, although CoreDNS there or other nodes need it. */
  private static Stream<Suspicion> silent(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                servers(node)
                    .filter(server -> server.group(2).equals("silent"))
                    .map(server -> server.group(1))
                    .filter(address -> isMissed(picture, node, address))
                    .limit(1)
                    .map(
                        address ->
                            of(
                                node,
                                "nameserver %s, which does not answer".formatted(address),
                                "Name a server that answers; then delete CoreDNS's pods, which have"
                                    + " a copy of the file.")));
  }

  /** Whether CoreDNS has asked it in vain, or other nodes have servers that answer. */
  private static boolean isMissed(ClusterPicture picture, NodePicture node, String address) {
    return onNode(picture, node)
            .flatMap(pod -> log(picture, pod))
            .anyMatch(line -> line.contains("->" + address + ":53:"))
        || picture.nodes().stream()
            .anyMatch(
                other ->
                    servers(other).findAny().isPresent()
                        && servers(other).allMatch(each -> each.group(2).equals("answers"))
                        && servers(other).noneMatch(each -> each.group(1).equals(address)));
  }

  /** A node that a server does not answer, although it answers other nodes. */
  private static Stream<Suspicion> cutOff(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                servers(node)
                    .filter(server -> server.group(2).equals("silent"))
                    .map(server -> server.group(1))
                    .filter(
                        address ->
                            picture.nodes().stream()
                                .anyMatch(
                                    each ->
                                        each.has("upstream", "^\\Q" + address + "\\E answers$")))
                    .limit(1)
                    .map(
                        address ->
                            Suspicion.of(
                                    "outside-unanswered",
                                    node.where(),
                                    new Clue("dig @" + address, "no answer, which other nodes get"),
                                    node.look("ip route; dig @%s . NS".formatted(address)),
                                    "Find why nothing from outside comes back to the node.")
                                .ranked(Suspicion.SYMPTOM)));
  }

  /** A loopback address, which in CoreDNS's pod leads back to CoreDNS. */
  private static Stream<Suspicion> looped(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(
            node ->
                onNode(picture, node)
                    .flatMap(pod -> log(picture, pod))
                    .anyMatch(line -> line.startsWith("[FATAL] plugin/loop")))
        .flatMap(
            node ->
                loopback(node)
                    .map(
                        address ->
                            of(
                                node,
                                "nameserver %s, which in CoreDNS's pod is CoreDNS itself"
                                    .formatted(address),
                                "Let the kubelet's resolvConf name a file with the real servers, as"
                                    + " /run/systemd/resolve/resolv.conf; then delete CoreDNS's"
                                    + " pods."))
                    .stream())
        .limit(1);
  }

  /** The loopback address among a node's servers. */
  public static Optional<String> loopback(NodePicture node) {
    return servers(node)
        .map(server -> server.group(1))
        .filter(address -> address.matches("127\\..*|::1"))
        .findFirst();
  }

  /** A file that the kubelet's configuration names and that is not there. */
  private static Stream<Suspicion> file(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.line("kubelet", "^resolvConf: ").stream()
                    .filter(line -> isUnopened(picture, node, line.replaceFirst("^\\S+ ", "")))
                    .map(
                        line ->
                            Suspicion.of(
                                "kubelet-resolver",
                                node.where(),
                                new Clue("/var/lib/kubelet/config.yaml", line + ", not there"),
                                node.look("grep resolvConf /var/lib/kubelet/config.yaml"),
                                "Let resolvConf name a file of the node, and restart the"
                                    + " kubelet.")));
  }

  private static boolean isUnopened(ClusterPicture picture, NodePicture node, String path) {
    String plain = path.replace("\"", "").strip();
    return picture.list("events").stream()
        .filter(
            event ->
                picture.pods().stream()
                    .filter(pod -> pod.nodeName().equals(node.name()))
                    .filter(pod -> pod.phase().equals("Pending"))
                    .anyMatch(pod -> event.text("/involvedObject/uid").equals(pod.uid())))
        .map(event -> UNOPENED.matcher(event.text("/message")))
        .filter(Matcher::find)
        .anyMatch(found -> found.group(1).equals(plain));
  }

  /** A line of one node's hosts file that gives a node or the API server a wrong address. */
  private static Stream<Suspicion> hosts(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.lines("names").stream()
                    .map(String::strip)
                    .filter(line -> isMisleading(picture, node, List.of(line.split("\\s+", -1))))
                    .filter(
                        line ->
                            picture.nodes().stream()
                                .filter(other -> !other.name().equals(node.name()))
                                .noneMatch(other -> other.lines("names").contains(line)))
                    .limit(1)
                    .map(
                        line ->
                            Suspicion.of(
                                "hosts-wrong",
                                node.where(),
                                new Clue("/etc/hosts", line + ", which no node has"),
                                node.look("cat /etc/hosts"),
                                "Correct the line, or take it out.")));
  }

  private static boolean isMisleading(
      ClusterPicture picture, NodePicture node, List<String> words) {
    List<String> known =
        Stream.concat(
                picture.nodes().stream().map(each -> each.node().ip()),
                picture.list("endpointslices").stream()
                    .filter(slice -> ClusterPicture.name(slice).equals("default/kubernetes"))
                    .flatMap(slice -> slice.list("/endpoints").stream())
                    .map(endpoint -> endpoint.text("/addresses/0")))
            .toList();
    List<String> names =
        Stream.concat(
                picture.nodes().stream().map(NodePicture::name),
                node.lines("server").stream()
                    .map(line -> line.replaceFirst("^\\w+://([^:/]+).*", "$1")))
            .toList();
    return words.getFirst().matches("\\d+(\\.\\d+){3}")
        && !words.getFirst().startsWith("127.")
        && !known.contains(words.getFirst())
        && words.stream().skip(1).anyMatch(names::contains);
  }

  private static Stream<Matcher> servers(NodePicture node) {
    return node.lines("upstream").stream().map(SERVER::matcher).filter(Matcher::matches);
  }

  private static Stream<Pod> onNode(ClusterPicture picture, NodePicture node) {
    return picture.pods().stream()
        .filter(pod -> pod.nodeName().equals(node.name()))
        .filter(pod -> pod.labels().getOrDefault("k8s-app", "").equals("kube-dns"));
  }

  private static Stream<String> log(ClusterPicture picture, Pod pod) {
    return picture.logs().getOrDefault(pod.namespace() + "/" + pod.name(), "").lines();
  }

  private static Suspicion of(NodePicture node, String found, String repair) {
    return Suspicion.of(
        "node-resolver", node.where(), new Clue(FILE, found), node.look("cat " + FILE), repair);
  }
}
