package dev.cnilab.lab.diagnosis.path;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.remedy.RestartRemedy;
import dev.cnilab.lab.shell.Pod;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Detectors for what was added to a pod's network namespace: routes, rules, filters, settings. A
 * plugin sets up all its pods alike.
 */
public final class PodTables {

  private static final String USUAL_RULE = "rule \\d+:\\s+from all lookup (local|main|default) ?";

  private PodTables() {}

  public static List<Detector> detectors() {
    return List.of(
        picture -> each(picture, "packets-dropped", "iptables-save; nft list ruleset", Look.DROPS),
        picture -> each(picture, "packets-rewritten", "iptables -t nat -S", Look.REWRITES),
        picture -> each(picture, "routing-rule", "ip rule", Look.RULES),
        picture -> each(picture, "route-blackhole", "ip route", Look.REFUSES),
        picture -> each(picture, "pod-address-wrong", "ip addr", Look.RANGE),
        picture -> each(picture, "kernel-setting", "sysctl -a", Look.SETTINGS));
  }

  /** What is looked at in a pod. */
  private enum Look {
    DROPS(":(INPUT|OUTPUT) DROP.*|nft .*"),
    REWRITES("-A (OUTPUT|PREROUTING|POSTROUTING|INPUT) .*-j (DNAT|REDIRECT) .*"),
    RULES("rule (?!" + USUAL_RULE.substring(5) + "$).*"),
    REFUSES("route (blackhole|unreachable|prohibit) .*"),
    RANGE("inet [\\d.]+/\\d+"),
    SETTINGS("net\\.ipv4\\..*");

    private final String pattern;

    Look(String pattern) {
      this.pattern = pattern;
    }

    /** The part of a line that the other pods have too if nobody has changed it. */
    String common(String line) {
      return this == RANGE ? line.replaceFirst(".*/", "/") : line;
    }
  }

  private static Stream<Suspicion> each(
      ClusterPicture picture, String cause, String where, Look look) {
    List<String> usual = usual(picture, look);
    long pods = picture.nodes().stream().mapToLong(node -> looked(picture, node)).sum();
    return picture.nodes().stream()
        .flatMap(
            node ->
                picture.networked(node).stream()
                    .flatMap(
                        pod ->
                            peculiar(node, pod, look, usual, pods).stream()
                                .map(line -> suspicion(cause, node, pod, where, line)))
                    .limit(1));
  }

  /** How many pods of a node were looked into. */
  private static long looked(ClusterPicture picture, NodePicture node) {
    return picture.networked(node).stream()
        .filter(pod -> node.has("podtables", "^\\Q" + pod.ip() + "\\E "))
        .count();
  }

  /** What each pod has, once for each of them. */
  private static List<String> usual(ClusterPicture picture, Look look) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                picture.networked(node).stream()
                    .flatMap(pod -> seen(node, pod, look).map(look::common).distinct()))
        .toList();
  }

  /** A line that fewer than half of the pods have. */
  private static Optional<String> peculiar(
      NodePicture node, Pod pod, Look look, List<String> usual, long pods) {
    return seen(node, pod, look)
        .filter(
            line ->
                look == Look.DROPS || Collections.frequency(usual, look.common(line)) * 2L < pods)
        .findFirst();
  }

  private static Stream<String> seen(NodePicture node, Pod pod, Look look) {
    String before = pod.ip() + " ";
    return node.lines("podtables").stream()
        .filter(line -> line.startsWith(before))
        .map(line -> line.substring(before.length()).strip())
        .filter(line -> line.matches(look.pattern));
  }

  private static Suspicion suspicion(
      String cause, NodePicture node, Pod pod, String where, String line) {
    return Suspicion.of(
            cause,
            node.where(),
            new Clue(
                "%s in pod %s/%s".formatted(where, pod.namespace(), pod.name()),
                line + ", unlike in other pods"),
            node.look("ip -all netns exec sh -c '%s'".formatted(where)),
            "Delete the pod: a new sandbox is set up by the plugin alone.")
        .by(RestartRemedy.of(Stream.of(pod)));
  }
}
