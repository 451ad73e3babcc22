package dev.cnilab.lab.diagnosis.workload;

import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.PodOwner;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Detectors for pods that are not scheduled. */
public final class Placement {

  private static final Pattern NO_PORT = Pattern.compile("didn't have free ports");

  private static final Pattern NOT_STARTED = Pattern.compile("FailedScheduling|Failed|BackOff");

  private Placement() {}

  public static List<Detector> detectors() {
    return List.of(Placement::hostPort, Placement::names);
  }

  private static Stream<Suspicion> hostPort(ClusterPicture picture) {
    return picture.pods().stream()
        .filter(pod -> pod.nodeName().isEmpty() && pod.phase().equals("Pending"))
        .flatMap(
            pod ->
                picture
                    .events(pod)
                    .filter(event -> NO_PORT.matcher(event.text("/message")).find())
                    .limit(1)
                    .map(
                        event ->
                            Suspicion.of(
                                "host-port-taken",
                                PodOwner.of(pod),
                                new Clue("event of pod " + pod.name(), event.text("/message")),
                                "kubectl get pods -A -o jsonpath='{range .items[*]}"
                                    + "{.metadata.name} {..hostPort}{\"\\n\"}{end}'",
                                "Use another hostPort, or a Service in its place.")))
        .limit(1);
  }

  /** DNS server pods that are not scheduled, or whose image cannot be pulled. */
  private static Stream<Suspicion> names(ClusterPicture picture) {
    return picture.pods().stream()
        .filter(pod -> pod.namespace().equals("kube-system"))
        .filter(pod -> pod.labels().getOrDefault("k8s-app", "").equals("kube-dns"))
        .filter(pod -> pod.phase().equals("Pending"))
        .flatMap(
            pod ->
                picture
                    .events(pod)
                    .filter(event -> NOT_STARTED.matcher(event.text("/reason")).matches())
                    .limit(1)
                    .map(
                        event ->
                            Suspicion.of(
                                    "dns-not-running",
                                    PodOwner.of(pod),
                                    new Clue("event of pod " + pod.name(), event.text("/message")),
                                    "kubectl -n kube-system describe pod " + pod.name(),
                                    "Let the pods have a node, and an image that can be pulled.")
                                .ranked(3)))
        .limit(1);
  }
}
