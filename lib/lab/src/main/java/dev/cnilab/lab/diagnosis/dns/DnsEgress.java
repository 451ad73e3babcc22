package dev.cnilab.lab.diagnosis.dns;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.policy.Party;
import dev.cnilab.lab.policy.Port;
import dev.cnilab.lab.policy.Ruling;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Detectors for policies that cut pods off from the DNS server. */
public final class DnsEgress {

  private static final Pattern POLICY = Pattern.compile("egress: (\\S+?),? isolates? .*");

  private DnsEgress() {}

  public static List<Detector> detectors() {
    return List.of(DnsEgress::forbidden);
  }

  /** Pods that a policy cuts off from the DNS server, where policies are enforced. */
  private static Stream<Suspicion> forbidden(ClusterPicture picture) {
    Optional<Party> server =
        picture.pods().stream()
            .filter(pod -> pod.labels().getOrDefault("k8s-app", "").equals("kube-dns"))
            .map(picture.policies()::party)
            .findFirst();
    return !picture.enforcesPolicies() || server.isEmpty()
        ? Stream.of()
        : picture.pods().stream()
            .filter(Pod::runsOnPodNetwork)
            .map(picture.policies()::party)
            .map(pod -> verdict(picture, pod, server.get()))
            .flatMap(Optional::stream)
            .distinct();
  }

  private static Optional<Suspicion> verdict(ClusterPicture picture, Party pod, Party server) {
    Ruling ruling = picture.policies().about(pod, server, Port.DNS);
    return ruling.because().stream()
        .map(POLICY::matcher)
        .filter(Matcher::matches)
        .findFirst()
        .filter(denied -> !ruling.allowed())
        .map(
            denied ->
                Suspicion.of(
                    "policy-denies-dns",
                    "networkpolicy " + pod.namespace() + "/" + denied.group(1),
                    new Clue(
                        "policies about " + pod.namespace() + " and DNS",
                        denied.group(1) + " lets no egress to UDP 53 pass"),
                    "kubectl -n "
                        + pod.namespace()
                        + " get networkpolicy "
                        + denied.group(1)
                        + " -o yaml",
                    "Allow egress to CoreDNS, port 53, UDP and TCP."));
  }
}
