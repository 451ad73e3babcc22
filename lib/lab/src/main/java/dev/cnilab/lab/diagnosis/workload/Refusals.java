package dev.cnilab.lab.diagnosis.workload;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.evidence.Clue;
import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.Detector;
import dev.cnilab.lab.diagnosis.evidence.Suspicion;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Detectors for pods that the API server refuses to create. */
public final class Refusals {

  /** The text of a refusal, and the cause. */
  private static final Map<String, String> SAYINGS =
      Map.of(
          "failed calling webhook", "webhook-failing",
          "denied the request", "webhook-denies",
          "ValidatingAdmissionPolicy", "admission-policy-denies",
          "exceeded quota", "quota-exceeded",
          "violates PodSecurity", "pod-security-denies",
          " per Container is", "limit-exceeded",
          "error looking up service account", "service-account-missing");

  private Refusals() {}

  public static List<Detector> detectors() {
    return List.of(Refusals::pods);
  }

  /** Workloads that lack pods, with the latest message of their controller. */
  private static Stream<Suspicion> pods(ClusterPicture picture) {
    return Stream.of("deployments", "daemonsets")
        .flatMap(kind -> picture.list(kind).stream())
        .filter(Refusals::lacksPods)
        .flatMap(
            workload ->
                picture.list("events").stream()
                    .filter(event -> event.text("/reason").equals("FailedCreate"))
                    .filter(event -> isOf(workload, event))
                    .reduce((earlier, later) -> later)
                    .map(event -> refused(workload, event.text("/message")))
                    .stream())
        .limit(1);
  }

  /**
   * A Deployment may have all its pods, but of its last version, while those of the new are
   * refused.
   */
  private static boolean lacksPods(Json workload) {
    return workload.text("/status/desiredNumberScheduled").isEmpty()
        ? workload.number("/status/replicas") < workload.number("/spec/replicas")
            || workload.list("/status/conditions").stream().anyMatch(Refusals::isFailure)
        : workload.number("/status/currentNumberScheduled")
            < workload.number("/status/desiredNumberScheduled");
  }

  private static boolean isFailure(Json condition) {
    return condition.text("/type").equals("ReplicaFailure")
        && condition.text("/status").equals("True");
  }

  private static boolean isOf(Json workload, Json event) {
    String object = event.text("/involvedObject/name");
    String name = workload.text("/metadata/name");
    return event.text("/involvedObject/namespace").equals(workload.text("/metadata/namespace"))
        && (object.equals(name) || object.matches("\\Q" + name + "\\E-[a-z0-9]+"));
  }

  private static Suspicion refused(Json workload, String message) {
    String cause =
        SAYINGS.entrySet().stream()
            .filter(saying -> message.contains(saying.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("pods-refused");
    String kind =
        workload.text("/status/desiredNumberScheduled").isEmpty() ? "deployment" : "daemonset";
    return Suspicion.of(
        cause,
        kind + " " + ClusterPicture.name(workload),
        new Clue("event FailedCreate of " + ClusterPicture.name(workload), message),
        "kubectl -n %s get events; kubectl get validatingwebhookconfigurations,"
                .formatted(workload.text("/metadata/namespace"))
            + "mutatingwebhookconfigurations; kubectl get resourcequotas -A",
        "Repair or remove what the event names.");
  }
}
