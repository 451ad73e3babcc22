package dev.cnilab.lab.diagnosis.service;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Detectors for TLS failures between a kubelet and the API server. */
public final class Handshakes {

  /** The allowed difference between clocks, in seconds; nodes are examined one after another. */
  private static final long TOLERANCE = 300;

  private static final String UNKNOWN = "x509: certificate signed by unknown authority";

  private static final String KUBECONFIG = "/etc/kubernetes/kubelet.conf";

  private Handshakes() {}

  public static List<Detector> detectors() {
    return List.of(Handshakes::clock, Handshakes::authority);
  }

  /** A clock that differs from most; of two, the one that is ahead. */
  private static Stream<Suspicion> clock(ClusterPicture picture) {
    List<Long> all =
        picture.nodes().stream().flatMap(node -> seconds(node).stream()).sorted().toList();
    return picture.nodes().stream()
        .filter(
            node ->
                seconds(node)
                    .map(own -> Math.abs(own - all.get((all.size() - 1) / 2)) > TOLERANCE)
                    .orElse(false))
        .map(
            node ->
                Suspicion.of(
                        "clock-wrong",
                        node.where(),
                        new Clue("date +%s, beside other nodes'", "" + seconds(node).orElse(0L)),
                        node.look("date"),
                        "Set the clock by one that is right (date -s, or chronyd), so that"
                            + " certificates are good.")
                    .by(asOn(picture, node)));
  }

  /** By the clock of a node that is like most. */
  private static String asOn(ClusterPicture picture, NodePicture node) {
    List<Long> all =
        picture.nodes().stream().flatMap(each -> seconds(each).stream()).sorted().toList();
    return picture.nodes().stream()
        .filter(other -> !other.name().equals(node.name()))
        .filter(other -> seconds(other).equals(Optional.of(all.get((all.size() - 1) / 2))))
        .findFirst()
        .map(
            other ->
                "./lab node %s -- \"date -s @$(./lab node %s -- 'date +%%s')\""
                    .formatted(node.name(), other.name()))
        .orElse("");
  }

  private static Optional<Long> seconds(NodePicture node) {
    return node.line("clock", "^\\d+$").map(Long::valueOf);
  }

  /** The authority that other nodes trust. */
  private static String trusting(ClusterPicture picture, NodePicture node) {
    return picture.nodes().stream()
        .filter(other -> other.node().isReady() && !other.name().equals(node.name()))
        .findFirst()
        .map(
            other ->
                "./lab node %s -- \"sed -i 's|^ *certificate-authority.*|$(./lab node %s -- 'grep certificate-authority %s')|' %s; (sleep 1; systemctl restart kubelet) &\""
                    .formatted(node.name(), other.name(), KUBECONFIG, KUBECONFIG))
        .orElse("");
  }

  private static Stream<Suspicion> authority(ClusterPicture picture) {
    return picture.nodes().stream()
        .flatMap(
            node ->
                node.line("handshake", UNKNOWN).stream()
                    .map(
                        line ->
                            Suspicion.of(
                                    "authority-unknown",
                                    node.where(),
                                    new Clue("journalctl -u kubelet", line.strip()),
                                    node.look("grep authority " + KUBECONFIG),
                                    "Name the authority that has signed the API server's"
                                        + " certificate in kubelet.conf, and restart the kubelet.")
                                .by(trusting(picture, node))));
  }
}
