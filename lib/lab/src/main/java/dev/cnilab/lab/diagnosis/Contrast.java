package dev.cnilab.lab.diagnosis;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Picture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a failing node has and no other node has. It need not be wrong by itself, so it counts only
 * if something fails.
 */
final class Contrast {

  /**
   * Rules that drop everything, those of the kernel's own chains, and those of chains that no
   * plugin has made.
   */
  private static final Pattern RULE =
      Pattern.compile(
          "-A \\S+ -j (DROP|REJECT).*"
              + "|-A (PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING) .*"
              + "-j (DROP|REJECT|DNAT|SNAT|REDIRECT|NOTRACK|CT|MARK|TTL|TCPMSS)\\b.*"
              + "|-A (?!KUBE-|cali|CILIUM|FLANNEL|WEAVE|CNI-)\\S+ .*-j (DROP|REJECT)\\b.*");

  private Contrast() {}

  static Stream<Suspicion> of(Picture picture, NodePicture node) {
    List<NodePicture> others =
        picture.nodes().stream().filter(other -> !other.name().equals(node.name())).toList();
    return others.isEmpty()
        ? Stream.of()
        : Stream.concat(rules(node, others), settings(node, others));
  }

  private static Stream<Suspicion> rules(NodePicture node, List<NodePicture> others) {
    return node.lines("filter").stream()
        .filter(line -> RULE.matcher(line).matches())
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

  private static Stream<Suspicion> settings(NodePicture node, List<NodePicture> others) {
    return node.lines("kernel").stream()
        .filter(line -> others.stream().noneMatch(other -> other.lines("kernel").contains(line)))
        .filter(line -> others.stream().map(other -> other.lines("kernel")).distinct().count() == 1)
        .limit(1)
        .map(
            line ->
                Suspicion.of(
                        "kernel-setting",
                        node.where(),
                        new Clue("sysctl", line + ", which no other node has"),
                        node.look("sysctl " + line.replaceAll(" =.*", "")),
                        "Set it as on the other nodes, and find what sets it at the boot.")
                    .by(node.change("sysctl -w \"%s\"".formatted(usual(line, others)))));
  }

  /** The same setting as the other nodes have it. */
  private static String usual(String line, List<NodePicture> others) {
    String setting = line.replaceFirst(" =.*", " = ");
    return others.getFirst().lines("kernel").stream()
        .filter(each -> each.startsWith(setting))
        .findFirst()
        .orElse(line)
        .replaceFirst(" = ", "=");
  }
}
