package dev.cnilab.lab.diagnosis;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a failing node has and no other node has. It need not be wrong by itself, so it counts only
 * if something fails.
 */
final class Contrast {

  /** Rules that drop, also in chains that no plugin has made. */
  private static final Pattern DROPS =
      Pattern.compile(
          "-A \\S+ -j (DROP|REJECT).*"
              + "|-A (?!KUBE-|cali|CILIUM|FLANNEL|WEAVE|CNI-)\\S+ .*-j (DROP|REJECT)\\b.*");

  /** Rules of the kernel's own chains that lead to no chain of a plugin. */
  private static final Pattern OWN =
      Pattern.compile(
          "-A (PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING) "
              + "(?!.*-j (KUBE-|cali|CILIUM|FLANNEL|WEAVE|CNI-)).*-j \\S+.*");

  /** Rules of chains that kube-proxy and flannel write alike on each node. */
  private static final Pattern WRITTEN = Pattern.compile("-A (KUBE-|FLANNEL-)\\S+ .*");

  /** Rules that lead from the kernel's own chains to those of plugins. */
  private static final Pattern JUMP =
      Pattern.compile(
          "-A (PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING) .*-j"
              + " (KUBE-|cali|CILIUM|FLANNEL|WEAVE)\\S+.*");

  private Contrast() {}

  static Stream<Suspicion> of(ClusterPicture picture, NodePicture node) {
    List<NodePicture> others =
        picture.nodes().stream().filter(other -> !other.name().equals(node.name())).toList();
    return others.isEmpty()
        ? Stream.of()
        : Stream.of(
                rules(node, others, DROPS),
                rules(node, others, OWN),
                rules(node, others, WRITTEN),
                missing(node, others),
                gateway(node, others),
                settings(node, others, "kernel"),
                settings(node, others, "settings"),
                translations(node, others))
            .flatMap(each -> each);
  }

  private static Stream<Suspicion> rules(
      NodePicture node, List<NodePicture> others, Pattern pattern) {
    String range = node.node().podCidr();
    return node.lines("filter").stream()
        .filter(line -> pattern.matcher(line).matches())
        .filter(line -> range.isEmpty() || !line.contains(" " + range))
        .filter(line -> others.stream().noneMatch(other -> other.lines("filter").contains(line)))
        .limit(1)
        .map(
            line ->
                Suspicion.of(
                        line.matches(".*-j (DROP|REJECT).*")
                            ? "packets-dropped"
                            : "packets-rewritten",
                        node.where(),
                        new Clue("iptables-save", line + ", which no other node has"),
                        node.look("iptables-save"),
                        "Delete the rule, or restart the pod of the agent whose chain it is.")
                    .by(node.withoutRule(line)));
  }

  /** A jump, or the only rules of a chain, that all other nodes have. */
  private static Stream<Suspicion> missing(NodePicture node, List<NodePicture> others) {
    List<String> own = node.lines("filter");
    return own.isEmpty()
        ? Stream.of()
        : others.getFirst().lines("filter").stream()
            .filter(line -> JUMP.matcher(line).matches() || isOnly(node, line))
            .filter(line -> !own.contains(line))
            .filter(line -> others.stream().allMatch(each -> each.lines("filter").contains(line)))
            .limit(1)
            .map(
                line ->
                    Suspicion.of(
                        line.matches("-A (\\S*POSTR|cali-nat-outgoing)\\S* .*")
                            ? "masquerade-missing"
                            : "rules-missing",
                        node.where(),
                        new Clue("iptables-save", "no " + line + ", which all other nodes have"),
                        node.look("iptables-save"),
                        "Restart the pod of the agent whose chain it is: it writes its rules"
                            + " again."));
  }

  /** Whether the chain of a rule is declared on a node and has no rule there. */
  private static boolean isOnly(NodePicture node, String line) {
    String chain = line.replaceFirst("^-A (\\S+) .*", "$1");
    return node.has("filter", "^:\\Q" + chain + "\\E -")
        && !node.has("filter", "^-A \\Q" + chain + "\\E ");
  }

  /** A default route by another gateway than all others'. */
  private static Stream<Suspicion> gateway(NodePicture node, List<NodePicture> others) {
    List<String> usual =
        others.stream()
            .map(other -> other.line("routes", "^default via ").map(Contrast::via).orElse(""))
            .distinct()
            .toList();
    return node.line("routes", "^default via ").stream()
        .filter(line -> usual.size() == 1 && !usual.getFirst().isEmpty())
        .filter(line -> !via(line).equals(usual.getFirst()))
        .map(
            line ->
                Suspicion.of(
                        "route-wrong",
                        node.where(),
                        new Clue(
                            "ip route",
                            "%s; on the other nodes via %s"
                                .formatted(line.strip(), usual.getFirst())),
                        node.look("ip route; ip neigh"),
                        "Let it lead to the gateway that the others have.")
                    .by(node.change("ip route replace default via " + usual.getFirst())));
  }

  private static String via(String route) {
    return route.replaceFirst("^default via (\\S+).*", "$1");
  }

  /** Rules of foreign tables that send packets elsewhere. */
  private static Stream<Suspicion> translations(NodePicture node, List<NodePicture> others) {
    return node.lines("tables").stream()
        .map(String::strip)
        .filter(line -> line.matches(".*\\b(dnat|snat|redirect|masquerade|notrack|queue)\\b.*"))
        .filter(line -> !line.startsWith("type "))
        .filter(line -> others.stream().noneMatch(other -> other.lines("tables").contains(line)))
        .limit(1)
        .map(
            line ->
                Suspicion.of(
                    "packets-rewritten",
                    node.where(),
                    new Clue("nft list ruleset", line),
                    node.look("nft list ruleset"),
                    "Delete the rule, or the table if nobody needs it."));
  }

  /** A kernel setting with another value than on all other nodes that have it. */
  private static Stream<Suspicion> settings(
      NodePicture node, List<NodePicture> others, String section) {
    return node.lines(section).stream()
        .filter(line -> usual(line, others, section).filter(each -> !each.equals(line)).isPresent())
        .limit(1)
        .map(
            line ->
                Suspicion.of(
                        "kernel-setting",
                        node.where(),
                        new Clue(
                            "sysctl",
                            "%s; on the other nodes %s"
                                .formatted(line, usual(line, others, section).orElse(""))),
                        node.look("sysctl " + line.replaceAll(" =.*", "")),
                        "Set it as on the other nodes, and find what sets it at the boot.")
                    .by(
                        node.change(
                            "sysctl -w \"%s\""
                                .formatted(
                                    usual(line, others, section)
                                        .orElse(line)
                                        .replaceFirst(" = ", "=")))));
  }

  /** The same setting as the other nodes have it; empty if they differ, or none has it. */
  private static Optional<String> usual(String line, List<NodePicture> others, String section) {
    String setting = line.replaceFirst(" =.*", " = ");
    List<String> all =
        others.stream()
            .flatMap(other -> other.lines(section).stream())
            .filter(each -> each.startsWith(setting))
            .distinct()
            .toList();
    return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
  }
}
