package dev.cnilab.lab.diagnosis.dns;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import java.util.List;
import java.util.stream.Stream;

/** Detectors for CoreDNS: scaled to nothing, or refusing its configuration. */
public final class DnsPods {

  private DnsPods() {}

  public static List<Detector> detectors() {
    return List.of(DnsPods::scaledToNothing, DnsPods::refusingCorefile);
  }

  /** CoreDNS scaled to zero pods. */
  public static Stream<Suspicion> scaledToNothing(ClusterPicture picture) {
    return picture.list("deployments").stream()
        .filter(each -> ClusterPicture.name(each).equals("kube-system/coredns"))
        .filter(each -> each.number("/spec/replicas") == 0)
        .map(
            each ->
                Suspicion.of(
                        "dns-not-running",
                        "deployment kube-system/coredns",
                        new Clue("deployment kube-system/coredns", "replicas: 0"),
                        "kubectl -n kube-system get deployment coredns",
                        "Let it have pods again.")
                    .by("kubectl -n kube-system scale deployment coredns --replicas=2"));
  }

  private static Stream<Suspicion> refusingCorefile(ClusterPicture picture) {
    return picture.logs().entrySet().stream()
        .filter(log -> log.getKey().startsWith("kube-system/coredns-"))
        .flatMap(log -> log.getValue().lines().filter(line -> line.contains("Corefile:")))
        .limit(1)
        .map(
            line ->
                Suspicion.of(
                    "dns-configuration",
                    "configmap kube-system/coredns",
                    new Clue("log of CoreDNS", line),
                    "kubectl -n kube-system logs -l k8s-app=kube-dns",
                    "Correct the Corefile, then delete the pods of CoreDNS."));
  }
}
