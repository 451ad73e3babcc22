package dev.cnilab.lab.diagnosis.path;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.shell.Range;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Detectors for filters and address translation that no network plugin has set up. */
public final class FilterDetectors {

  private static final Pattern RULE =
      Pattern.compile("-A (INPUT|FORWARD|OUTPUT|PREROUTING|POSTROUTING) .*-j (DROP|REJECT).*");

  /** Rules that network plugins create themselves. */
  private static final Pattern OF_PLUGINS = Pattern.compile("KUBE-|cali|CILIUM|WEAVE|-o weave ");

  private static final Pattern VERDICT = Pattern.compile("\\b(drop|reject)\\b");

  private static final Pattern FROM =
      Pattern.compile("-A (?:INPUT|FORWARD|PREROUTING) -s (\\d+(?:\\.\\d+){3}/\\d+) ");

  private static final Pattern SOURCE =
      Pattern.compile("-A (\\S+) .*-j SNAT --to-source (\\d+(\\.\\d+){3}).*");

  private FilterDetectors() {}

  public static List<Detector> detectors() {
    return List.of(
        FilterDetectors::dropped, FilterDetectors::tables, FilterDetectors::foreignSource);
  }

  private static Stream<Suspicion> dropped(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.lines("filter").stream()
                    .filter(
                        line ->
                            (RULE.matcher(line).matches()
                                    && !OF_PLUGINS.matcher(line).find()
                                    && !isAboutStrangers(picture, line))
                                || (line.startsWith(":FORWARD DROP") && !acceptsPods(node))
                                || (line.startsWith(":INPUT DROP") && !accepts(node, "INPUT"))
                                || (line.startsWith(":OUTPUT DROP") && !accepts(node, "OUTPUT")))
                    .map(
                        line ->
                            Suspicion.of(
                                    "packets-dropped",
                                    node.where(),
                                    new Clue("iptables-save", line),
                                    node.look("iptables-save | grep -E 'DROP|REJECT'"),
                                    "Delete the rule, or set the chain's policy back.")
                                .by(undone(node, line))));
  }

  /** Whether a rule is for packets from addresses that nothing in the cluster has. */
  private static boolean isAboutStrangers(ClusterPicture picture, String line) {
    Matcher source = FROM.matcher(line);
    if (!source.find()) {
      return false;
    }
    Range range = Range.of(source.group(1));
    boolean isInside =
        picture.nodes().stream()
            .map(node -> node.node().podCidr())
            .filter(cidr -> cidr.contains("."))
            .anyMatch(cidr -> Range.of(cidr).contains(source.group(1).replaceAll("/.*", "")));
    return !isInside
        && Stream.concat(
                picture.nodes().stream().map(node -> node.node().ip()),
                picture.pods().stream().map(Pod::ip))
            .filter(address -> address.contains("."))
            .noneMatch(range::contains);
  }

  private static String undone(NodePicture node, String line) {
    return line.startsWith(":")
        ? node.change(
            "iptables -t %s -P %s ACCEPT"
                .formatted(node.table(line), line.replaceFirst("^:(\\S+).*", "$1")))
        : node.withoutRule(line);
  }

  /** nftables rules that belong neither to iptables nor to a network plugin. */
  private static Stream<Suspicion> tables(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.lines("tables").stream()
                    .filter(line -> VERDICT.matcher(line).find())
                    .limit(1)
                    .map(
                        line ->
                            Suspicion.of(
                                "packets-dropped",
                                node.where(),
                                new Clue("nft list ruleset", line.strip()),
                                node.look("nft list ruleset"),
                                "Delete the rule, or the table if nobody needs it.")));
  }

  /**
   * Whether a chain with a DROP policy has rules that accept, as in a firewall somebody has set up.
   */
  private static boolean accepts(NodePicture node, String chain) {
    return node.has("filter", "-A " + chain + " .*-j (ACCEPT|(?!KUBE-)\\S+)");
  }

  private static boolean acceptsPods(NodePicture node) {
    return node.has("filter", "-A FORWARD .*(FLANNEL-FWD|cali-FORWARD|CILIUM_FORWARD|WEAVE)");
  }

  /** A source address that the node does not have, so that no reply comes back to it. */
  private static Stream<Suspicion> foreignSource(ClusterPicture picture) {
    return picture.nodes().stream()
        .filter(node -> !node.lines("addresses").isEmpty())
        .flatMap(
            node ->
                node.lines("filter").stream()
                    .map(SOURCE::matcher)
                    .filter(Matcher::matches)
                    .filter(rule -> !OF_PLUGINS.matcher(rule.group(1)).find())
                    .filter(rule -> !node.has("addresses", " inet \\Q" + rule.group(2) + "\\E[ /]"))
                    .limit(1)
                    .map(
                        rule ->
                            Suspicion.of(
                                    "packets-rewritten",
                                    node.where(),
                                    new Clue(
                                        "iptables-save",
                                        rule.group() + ", an address that no link of the node has"),
                                    node.look("iptables -t nat -S; ip -4 addr"),
                                    "Delete the rule, or let it name an address of the node.")
                                .by(node.withoutRule(rule.group()))));
  }
}
