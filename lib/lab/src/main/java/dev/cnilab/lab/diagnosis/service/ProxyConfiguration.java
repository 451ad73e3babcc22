package dev.cnilab.lab.diagnosis.service;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.client.message.Yaml;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.shell.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Detectors for kube-proxy's configuration, and for the chains it writes in its nftables mode. */
public final class ProxyConfiguration {

  private static final String CONFIGMAP = "configmap kube-system/kube-proxy";

  private ProxyConfiguration() {}

  public static List<Detector> detectors() {
    return List.of(
        ProxyConfiguration::addresses, ProxyConfiguration::range, ProxyConfiguration::chains);
  }

  private static Optional<Json> file(ClusterPicture picture) {
    try {
      return picture.list("configmaps").stream()
          .filter(map -> ClusterPicture.name(map).equals("kube-system/kube-proxy"))
          .map(map -> Yaml.parse(map.text("/data/config.conf")))
          .findFirst();
    } catch (IllegalArgumentException notYaml) {
      return Optional.empty(); // it ends kube-proxy, whose log says why
    }
  }

  /** NodePorts at addresses that no node has, or only for itself. */
  private static Stream<Suspicion> addresses(ClusterPicture picture) {
    List<String> ranges =
        file(picture).map(file -> file.texts("/nodePortAddresses")).orElse(List.of());
    boolean isUsed =
        picture.list("services").stream()
            .flatMap(service -> service.list("/spec/ports").stream())
            .anyMatch(port -> port.number("/nodePort") > 0);
    return ranges.isEmpty() || !isUsed || ranges.contains("primary")
        ? Stream.of()
        : picture.nodes().stream()
            .filter(node -> node.node().ip().contains("."))
            .filter(
                node ->
                    ranges.stream()
                        .filter(range -> range.contains("."))
                        .noneMatch(range -> Range.of(range).contains(node.node().ip())))
            .limit(1)
            .map(
                node ->
                    of(
                        "nodePortAddresses %s, without %s of %s"
                            .formatted(ranges, node.node().ip(), node.name()),
                        "Leave nodePortAddresses out, or let it contain the nodes' addresses"));
  }

  /** A range for pods that is not theirs, so that packets between pods are masqueraded. */
  private static Stream<Suspicion> range(ClusterPicture picture) {
    String range = file(picture).map(file -> file.text("/clusterCIDR")).orElse("");
    return range.matches("\\d+(\\.\\d+){3}/\\d+")
        ? picture.nodes().stream()
            .map(node -> node.node().podCidr())
            .filter(cidr -> cidr.contains("."))
            .filter(cidr -> !Range.of(range).contains(cidr.replaceFirst("/.*", "")))
            .limit(1)
            .map(
                cidr ->
                    of(
                        "clusterCIDR %s, without the podCIDR %s".formatted(range, cidr),
                        "Let clusterCIDR be the range of all pods"))
        : Stream.of();
  }

  private static Suspicion of(String found, String repair) {
    return Suspicion.of(
            "proxy-configuration",
            CONFIGMAP,
            new Clue(CONFIGMAP + ", config.conf", found),
            "kubectl -n kube-system get configmap kube-proxy -o yaml",
            repair + "; then restart kube-proxy's pods.")
        .ranked(2);
  }

  /** A line of a chain of kube-proxy's table that all other nodes have. */
  private static Stream<Suspicion> chains(ClusterPicture picture) {
    List<NodePicture> serving =
        picture.nodes().stream().filter(node -> !node.lines("services").isEmpty()).toList();
    return serving.size() < 2
        ? Stream.of()
        : serving.stream()
            .flatMap(
                node ->
                    lines(serving.get(serving.getFirst().equals(node) ? 1 : 0)).stream()
                        .filter(line -> !lines(node).contains(line))
                        .filter(
                            line ->
                                serving.stream()
                                    .filter(other -> !other.equals(node))
                                    .allMatch(other -> lines(other).contains(line)))
                        .limit(1)
                        .map(
                            line ->
                                Suspicion.of(
                                        "service-rules-missing",
                                        node.where(),
                                        new Clue(
                                            "nft list table ip kube-proxy",
                                            "nothing as on the other nodes in " + line),
                                        node.look("nft list table ip kube-proxy"),
                                        "Restart kube-proxy's pod on the node: it writes all"
                                            + " rules.")
                                    .by(Proxies.restart(picture, node))));
  }

  /** The lines of the chains, each with the name of its chain. */
  private static List<String> lines(NodePicture node) {
    List<String> lines = new ArrayList<>();
    String chain = "";
    for (String line : node.lines("serving").stream().map(String::strip).toList()) {
      if (line.startsWith("chain ")) {
        chain = line.replaceFirst("^(chain \\S+).*", "$1: ");
      } else if (!line.equals("}")) {
        lines.add(chain + line);
      }
    }
    return lines;
  }
}
