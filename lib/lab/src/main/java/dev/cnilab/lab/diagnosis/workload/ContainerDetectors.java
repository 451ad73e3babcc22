package dev.cnilab.lab.diagnosis.workload;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.PodOwner;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import dev.cnilab.lab.diagnosis.evidence.Unreached;
import dev.cnilab.lab.diagnosis.service.EndpointDetectors;
import dev.cnilab.lab.shell.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Detectors for pods that their own probes, init containers or volumes keep from serving. */
public final class ContainerDetectors {

  /** How an event tells that a probe failed, and the cause if the container itself is why. */
  private enum Probe {
    LIVENESS("Liveness probe failed", "liveness-failing"),
    STARTUP("Startup probe failed", "startup-failing");

    private final String says;
    private final String cause;

    Probe(String says, String cause) {
      this.says = says;
      this.cause = cause;
    }
  }

  /** The rank of what a workload does to itself: the network comes first. */
  private static final int OWN = 7;

  /** A container takes this long to start, and a node to be looked at. */
  private static final Duration SLACK = Duration.ofSeconds(30);

  private ContainerDetectors() {}

  public static List<Detector> detectors() {
    return List.of(
        picture -> probed(picture, Probe.LIVENESS, ContainerDetectors::isRestarted),
        picture -> probed(picture, Probe.STARTUP, container -> !container.flag("/started")),
        ContainerDetectors::initializing,
        ContainerDetectors::mounting);
  }

  private static Stream<Suspicion> probed(
      ClusterPicture picture, Probe probe, Predicate<Json> failing) {
    return picture.pods().stream()
        .filter(pod -> pod.phase().equals("Running"))
        .filter(pod -> pod.object().list("/status/containerStatuses").stream().anyMatch(failing))
        .flatMap(
            pod ->
                last(picture, pod, event -> event.text("/message").startsWith(probe.says))
                    .filter(event -> probe == Probe.STARTUP || isAboutThisRun(picture, pod, event))
                    .map(event -> probed(pod, probe, event.text("/message")))
                    .stream())
        .limit(1);
  }

  private static Suspicion probed(Pod pod, Probe probe, String message) {
    return Unreached.is(message)
        ? Unreached.suspicion(pod, message)
        : suspicion(
            probe.cause,
            pod,
            new Clue("event of pod " + pod.name(), message),
            "Compare what the probe asks with what the container answers; kubectl rollout undo"
                + " takes the last version.");
  }

  private static boolean isRestarted(Json container) {
    return container.number("/restartCount") > 0;
  }

  /**
   * Whether a restart has not helped: none runs, this run has failed its probe too, or it has not
   * lasted longer than the one before it. A kubelet soon sends no more events about a pod.
   */
  private static boolean isAboutThisRun(ClusterPicture picture, Pod pod, Json event) {
    return pod.object().list("/status/containerStatuses").stream()
        .filter(ContainerDetectors::isRestarted)
        .anyMatch(
            container -> {
              String since = container.text("/state/running/startedAt");
              return since.isEmpty()
                  || Instant.parse(since).isBefore(Instant.parse(time(event)))
                  || isYoung(picture, pod, container);
            });
  }

  /** Whether a container that has been restarted more than once has not outlived its last run. */
  private static boolean isYoung(ClusterPicture picture, Pod pod, Json container) {
    String begun = container.text("/lastState/terminated/startedAt");
    String ended = container.text("/lastState/terminated/finishedAt");
    if (container.number("/restartCount") < 2 || begun.isEmpty() || ended.isEmpty()) {
      return false;
    }
    Duration last = Duration.between(Instant.parse(begun), Instant.parse(ended));
    Instant since = Instant.parse(container.text("/state/running/startedAt"));
    return now(picture, pod)
        .anyMatch(now -> Duration.between(since, now).compareTo(last.plus(SLACK)) < 0);
  }

  /** A pod whose init container runs and does not end. */
  private static Stream<Suspicion> initializing(ClusterPicture picture) {
    return waiting(picture)
        .flatMap(
            pod ->
                pod.object().list("/status/initContainerStatuses").stream()
                    .filter(container -> !container.at("/state/running").isAbsent())
                    .filter(container -> !container.flag("/ready"))
                    .filter(container -> !isSidecar(pod, container.text("/name")))
                    .limit(1)
                    .map(
                        container ->
                            suspicion(
                                "init-not-done",
                                pod,
                                new Clue(
                                    "log of init container " + container.text("/name"),
                                    said(picture, pod)),
                                "Give it what it waits for, or take it out of the workload.")))
        .limit(1);
  }

  /** Whether it is to run beside the containers after it. */
  private static boolean isSidecar(Pod pod, String name) {
    return pod.object().list("/spec/initContainers").stream()
        .filter(container -> container.text("/name").equals(name))
        .anyMatch(container -> container.text("/restartPolicy").equals("Always"));
  }

  private static String said(ClusterPicture picture, Pod pod) {
    String words = picture.lastWords(pod);
    return words.isEmpty() ? "it runs, and the containers after it wait" : words;
  }

  /** A pod that waits for a volume. */
  private static Stream<Suspicion> mounting(ClusterPicture picture) {
    return waiting(picture)
        .filter(pod -> !pod.nodeName().isEmpty() && pod.ip().isEmpty())
        .flatMap(
            pod ->
                last(picture, pod, event -> event.text("/reason").matches("Failed(Mount|Attach).*"))
                    .map(
                        event ->
                            suspicion(
                                "volume-missing",
                                pod,
                                new Clue("event of pod " + pod.name(), event.text("/message")),
                                "Create what the event names, or take the volume out."))
                    .stream())
        .limit(1);
  }

  /** Pending pods of Services that none serves, and those that have been pending for a while. */
  private static Stream<Pod> waiting(ClusterPicture picture) {
    Stream<Pod> unserved =
        picture
            .selectingServices()
            .filter(service -> !EndpointDetectors.serves(picture, service))
            .flatMap(service -> picture.selectedBy(service).stream());
    Stream<Pod> old = picture.pods().stream().filter(pod -> isOld(picture, pod));
    return Stream.concat(unserved, old).filter(pod -> pod.phase().equals("Pending"));
  }

  private static boolean isOld(ClusterPicture picture, Pod pod) {
    return Stream.of(pod.object().text("/metadata/creationTimestamp"))
        .filter(created -> !created.isEmpty())
        .map(Instant::parse)
        .flatMap(created -> now(picture, pod).map(now -> Duration.between(created, now)))
        .anyMatch(age -> age.compareTo(SLACK) > 0);
  }

  /** The time by the clock of a pod's node, if that could be read. */
  private static Stream<Instant> now(ClusterPicture picture, Pod pod) {
    return picture.nodes().stream()
        .filter(node -> node.name().equals(pod.nodeName()))
        .flatMap(node -> node.line("clock", "^\\d+$").stream())
        .map(now -> Instant.ofEpochSecond(Long.parseLong(now)));
  }

  private static Optional<Json> last(ClusterPicture picture, Pod pod, Predicate<Json> wanted) {
    return picture
        .events(pod)
        .filter(wanted)
        .filter(event -> !time(event).isEmpty())
        .max(Comparator.comparing(event -> Instant.parse(time(event))));
  }

  private static String time(Json event) {
    return Stream.of("/series/lastObservedTime", "/lastTimestamp", "/eventTime")
        .map(event::text)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static Suspicion suspicion(String cause, Pod pod, Clue clue, String repair) {
    return Suspicion.of(
            cause,
            PodOwner.of(pod),
            clue,
            "kubectl -n %1$s describe pod %2$s; kubectl -n %1$s logs %2$s --all-containers"
                .formatted(pod.namespace(), pod.name()),
            repair)
        .ranked(OWN);
  }
}
