package dev.cnilab.lab.diagnosis.service;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.remedy.RestartRemedy;
import java.util.List;
import java.util.stream.Stream;

/** Detectors for each node's rules for Services. */
public final class Proxies {

  /** How packets enter a chain of kube-proxy, and the cause if they do not. */
  private record Entry(String from, String to, String cause) {

    /** A pattern for the rule in iptables-save. */
    @Override
    public String toString() {
      return from + " .*-j " + to;
    }
  }

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry("PREROUTING", "KUBE-SERVICES", "service-rules-missing"),
          new Entry("POSTROUTING", "KUBE-POSTROUTING", "masquerade-missing"));

  private Proxies() {}

  public static List<Detector> detectors() {
    return List.of(Proxies::without, Proxies::unreached, Proxies::emptied);
  }

  /** A node without rules for a Service with endpoints that other nodes have rules for. */
  private static Stream<Suspicion> without(ClusterPicture picture) {
    List<Json> served =
        picture.list("services").stream().filter(each -> has(picture, each)).toList();
    return picture.nodes().stream()
        .filter(node -> picture.nodes().stream().anyMatch(each -> knows(each, served)))
        .filter(node -> !picture.networked(node).isEmpty())
        .flatMap(
            node ->
                served.stream()
                    .filter(service -> !leads(node, service))
                    .limit(1)
                    .map(
                        service ->
                            Suspicion.of(
                                    "service-rules-missing",
                                    node.where(),
                                    new Clue(
                                        "iptables-save, nft list ruleset",
                                        "nothing for %s, the address of %s"
                                            .formatted(
                                                address(service), ClusterPicture.name(service))),
                                    node.look("iptables-save -t nat | grep " + address(service)),
                                    "Restart kube-proxy's pod on the node: it writes all rules.")
                                .by(restart(picture, node))
                                .ranked(2)));
  }

  /**
   * Chains of kube-proxy that no packet reaches, because the kernel's chain does not jump to them.
   */
  private static Stream<Suspicion> unreached(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                ENTRIES.stream()
                    .filter(entry -> node.has("filter", "^:" + entry.to() + " "))
                    .filter(entry -> !node.has("filter", "^-A " + entry + "$"))
                    .map(
                        entry ->
                            Suspicion.of(
                                    entry.cause(),
                                    node.where(),
                                    new Clue(
                                        "iptables-save -t nat",
                                        "%s, and no rule of %s leads there"
                                            .formatted(entry.to(), entry.from())),
                                    node.look("iptables -t nat -S " + entry.from()),
                                    "Restart kube-proxy's pod on the node: it writes all rules.")
                                .by(restart(picture, node))));
  }

  /** A Service's chain without a rule, which other nodes have. */
  private static Stream<Suspicion> emptied(ClusterPicture picture) {
    List<Json> served =
        picture.list("services").stream()
            .filter(each -> has(picture, each) && EndpointDetectors.serves(picture, each))
            .toList();
    return picture.nodes().stream()
        .flatMap(
            node ->
                served.stream()
                    .flatMap(service -> chain(node, service))
                    .filter(chain -> isEmpty(node, chain))
                    .filter(chain -> picture.nodes().stream().anyMatch(n -> isFilled(n, chain)))
                    .limit(1)
                    .map(
                        chain ->
                            Suspicion.of(
                                    "service-rules-missing",
                                    node.where(),
                                    new Clue("iptables-save -t nat", chain + " has no rules"),
                                    node.look("iptables -t nat -S " + chain),
                                    "Restart kube-proxy's pod on the node: it writes all rules.")
                                .by(restart(picture, node))));
  }

  private static Stream<String> chain(NodePicture node, Json service) {
    return node.lines("filter").stream()
        .filter(line -> line.startsWith("-A KUBE-SERVICES "))
        .filter(line -> line.contains(" -d " + address(service) + "/32 "))
        .filter(line -> line.matches(".* -j KUBE-SVC-[A-Z0-9]+"))
        .map(line -> line.replaceFirst(".* -j ", ""));
  }

  private static boolean isEmpty(NodePicture node, String chain) {
    return node.has("filter", "^:" + chain + " ") && !isFilled(node, chain);
  }

  private static boolean isFilled(NodePicture node, String chain) {
    return node.has("filter", "^-A " + chain + " ");
  }

  static String restart(ClusterPicture picture, NodePicture node) {
    return RestartRemedy.of(
        picture.pods().stream()
            .filter(pod -> pod.nodeName().equals(node.name()))
            .filter(pod -> RestartRemedy.owner(pod).equals("kube-proxy")));
  }

  private static boolean knows(NodePicture node, List<Json> services) {
    return !services.isEmpty() && services.stream().allMatch(each -> leads(node, each));
  }

  private static boolean leads(NodePicture node, Json service) {
    return node.has("filter", "-A KUBE-SERVICES .*-d \\Q" + address(service) + "\\E/32 ")
        || node.has("services", "\\Q" + address(service) + "\\E \\. ");
  }

  private static String address(Json service) {
    return service.text("/spec/clusterIP");
  }

  private static boolean has(ClusterPicture picture, Json service) {
    return address(service).matches("\\d+(\\.\\d+){3}")
        && EndpointDetectors.of(picture, service).findAny().isPresent();
  }
}
