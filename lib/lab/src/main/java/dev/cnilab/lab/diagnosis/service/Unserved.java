package dev.cnilab.lab.diagnosis.service;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.PodOwner;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.shell.Pod;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Detectors for Services none of whose pods runs, for reasons of their own. */
public final class Unserved {

  private Unserved() {}

  public static List<Detector> detectors() {
    return List.of(Unserved::services);
  }

  private static Stream<Suspicion> services(ClusterPicture picture) {
    return picture
        .selectingServices()
        .filter(service -> !EndpointDetectors.serves(picture, service))
        .flatMap(
            service ->
                picture.selectedBy(service).stream()
                    .flatMap(pod -> stopped(pod).stream().map(state -> of(picture, pod, state)))
                    .limit(1));
  }

  /** The state of a container that does not run, and will not by itself. */
  private static Optional<Json> stopped(Pod pod) {
    return Stream.of("/status/initContainerStatuses", "/status/containerStatuses")
        .flatMap(path -> pod.object().list(path).stream())
        .filter(container -> !container.flag("/ready"))
        .filter(
            container ->
                Stream.of("/state/waiting/reason", "/state/terminated/reason")
                    .map(container::text)
                    .anyMatch(reason -> reason.matches(".*(BackOff|Err|OOM|Invalid).*")))
        .findFirst();
  }

  private static Suspicion of(ClusterPicture picture, Pod pod, Json container) {
    String reason =
        container.text("/state/waiting/reason") + container.text("/state/terminated/reason");
    boolean isImage = reason.matches(".*(Image|ErrImage).*");
    String says =
        isImage ? container.text("/state/waiting/message") : lastWords(picture, pod, container);
    return Suspicion.of(
            isImage ? "image-not-pulled" : "container-failing",
            PodOwner.of(pod),
            new Clue(
                "container %s of pod %s".formatted(container.text("/name"), pod.name()),
                reason + ": " + says),
            "kubectl -n %1$s describe pod %2$s; kubectl -n %1$s logs %2$s --previous"
                .formatted(pod.namespace(), pod.name()),
            isImage
                ? "Name an image that can be pulled; kubectl rollout undo takes the last one."
                : "Correct what its last words name; kubectl rollout undo takes the last version.")
        .ranked(7);
  }

  /** A failed probe, or the end of the log, or the exit code. */
  private static String lastWords(ClusterPicture picture, Pod pod, Json container) {
    return picture
        .events(pod)
        .map(event -> event.text("/message"))
        .filter(message -> message.startsWith("Liveness probe failed"))
        .reduce((earlier, later) -> later)
        .or(() -> Optional.of(picture.lastWords(pod)).filter(words -> !words.isEmpty()))
        .orElseGet(
            () -> "exit code %d".formatted(container.number("/lastState/terminated/exitCode")));
  }
}
