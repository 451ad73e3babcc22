package dev.cnilab.cluster.controller.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.controller.replica.Availability;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.value.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A Deployment's status, computed from its ReplicaSets: counts, and three conditions. */
final class DeploymentStatus {
  private static final String AVAILABLE = "Available";
  private static final String PROGRESSING = "Progressing";
  private static final String REPLICA_FAILURE = "ReplicaFailure";

  private final Rollout rollout;
  private final Instant now;
  private final JsonNode before;
  private final ObjectNode status;
  private final ArrayNode conditions;

  private DeploymentStatus(Rollout rollout, Instant now) {
    this.rollout = rollout;
    this.now = now;
    before = rollout.deployment().at("/status");
    status = before instanceof ObjectNode object ? object.deepCopy() : Json.object();
    conditions = status.withArray("/conditions");
  }

  /** The Deployment with its current status. */
  static KubeObject update(Rollout rollout, Instant now) {
    DeploymentStatus next = new DeploymentStatus(rollout, now);
    next.count();
    next.availability();
    next.progress();
    next.replicaFailure();
    return rollout.deployment().with("status", next.status);
  }

  /** The Deployment with a Progressing condition. */
  static KubeObject withProgress(
      KubeObject deployment, Instant now, String status, String reason, String message) {
    DeploymentStatus next = new DeploymentStatus(Rollout.of(deployment, java.util.List.of()), now);
    next.put(Conditions.of(PROGRESSING, status, reason, message));
    return deployment.with("status", next.status);
  }

  /** How long until a stalled rollout exceeds its deadline; empty if it has none. */
  static Optional<Duration> untilDeadline(Rollout rollout, Instant now) {
    DeploymentStatus present = new DeploymentStatus(rollout, now);
    return present
        .condition(PROGRESSING)
        .filter(c -> !c.path("reason").asText().equals("NewReplicaSetAvailable"))
        .filter(c -> !c.path("reason").asText().equals("ProgressDeadlineExceeded"))
        .map(c -> Timestamp.of(c.path("lastUpdateTime")))
        .map(from -> Duration.between(now, from.plus(present.deadline())).plusSeconds(1));
  }

  private void count() {
    int available = rollout.totalAvailable();
    Availability.putCount(status, "observedGeneration", rollout.deployment().generation());
    Availability.putCount(status, "replicas", rollout.all().mapToInt(ReplicaSet::replicas).sum());
    Availability.putCount(
        status, "updatedReplicas", rollout.current().map(ReplicaSet::replicas).orElse(0));
    Availability.putCount(status, "readyReplicas", rollout.all().mapToInt(ReplicaSet::ready).sum());
    Availability.putCount(status, "availableReplicas", available);
    status.put("terminatingReplicas", rollout.all().mapToInt(ReplicaSet::terminating).sum());
    Availability.putCount(
        status, "unavailableReplicas", Math.max(0, rollout.totalSize() - available));
  }

  private void availability() {
    put(
        rollout.totalAvailable() >= rollout.desired() - rollout.maxUnavailable()
            ? Conditions.of(
                AVAILABLE,
                "True",
                "MinimumReplicasAvailable",
                "Deployment has minimum availability.")
            : Conditions.of(
                AVAILABLE,
                "False",
                "MinimumReplicasUnavailable",
                "Deployment does not have minimum availability."));
  }

  private void progress() {
    Optional<JsonNode> present = condition(PROGRESSING);
    boolean wasComplete =
        present.filter(c -> c.path("reason").asText().equals("NewReplicaSetAvailable")).isPresent()
            && number(status, "replicas") == number(status, "updatedReplicas");
    if (wasComplete || rollout.isPaused()) {
      return;
    }
    String subject =
        rollout
            .current()
            .map(set -> "ReplicaSet \"" + set.name() + "\"")
            .orElse("Deployment \"" + rollout.deployment().name() + "\"");
    if (isComplete()) {
      put(
          Conditions.of(
              PROGRESSING,
              "True",
              "NewReplicaSetAvailable",
              subject + " has successfully progressed."));
    } else if (isProgressing()) {
      ObjectNode progressing =
          timed(
              Conditions.of(
                  PROGRESSING, "True", "ReplicaSetUpdated", subject + " is progressing."));
      present
          .filter(c -> c.path("status").asText().equals("True"))
          .ifPresent(c -> progressing.set("lastTransitionTime", c.path("lastTransitionTime")));
      putLast(progressing);
    } else if (isTimedOut(present)) {
      put(
          Conditions.of(
              PROGRESSING,
              "False",
              "ProgressDeadlineExceeded",
              subject + " has timed out progressing."));
    }
  }

  private boolean isComplete() {
    return number(status, "updatedReplicas") == rollout.desired()
        && number(status, "replicas") == rollout.desired()
        && number(status, "availableReplicas") == rollout.desired();
  }

  private boolean isProgressing() {
    return number(status, "updatedReplicas") > number(before, "updatedReplicas")
        || outdated(status) < outdated(before)
        || number(status, "readyReplicas") > number(before, "readyReplicas")
        || number(status, "availableReplicas") > number(before, "availableReplicas");
  }

  private boolean isTimedOut(Optional<JsonNode> present) {
    return present
        .filter(c -> !c.path("reason").asText().equals("NewReplicaSetAvailable"))
        .map(c -> Timestamp.of(c.path("lastUpdateTime")))
        .filter(from -> from.plus(deadline()).isBefore(now))
        .isPresent();
  }

  private Duration deadline() {
    return Duration.ofSeconds(rollout.deployment().at("/spec/progressDeadlineSeconds").asLong(600));
  }

  private void replicaFailure() {
    Optional<JsonNode> failure =
        java.util.stream.Stream.concat(rollout.current().stream(), rollout.old().stream())
            .flatMap(
                set ->
                    Conditions.find(set.object().at("/status/conditions"), REPLICA_FAILURE)
                        .stream())
            .findFirst();
    if (failure.isEmpty()) {
      Conditions.remove(conditions, REPLICA_FAILURE);
      return;
    }
    JsonNode cause = failure.get();
    put(
        Conditions.of(
            REPLICA_FAILURE,
            cause.path("status").asText(),
            cause.path("reason").asText(),
            cause.path("message").asText()));
  }

  /** An unchanged condition keeps its times. */
  private void put(ObjectNode condition) {
    Optional<JsonNode> present = condition(condition.path("type").asText());
    if (present
        .filter(c -> same(c, condition, "status") && same(c, condition, "reason"))
        .isPresent()) {
      return;
    }
    ObjectNode timed = timed(condition);
    present
        .filter(c -> same(c, condition, "status"))
        .ifPresent(c -> timed.set("lastTransitionTime", c.path("lastTransitionTime")));
    putLast(timed);
  }

  /** A changed condition moves to the end, as in {@code SetDeploymentCondition}. */
  private void putLast(ObjectNode condition) {
    Conditions.remove(conditions, condition.path("type").asText());
    conditions.add(condition);
  }

  private ObjectNode timed(ObjectNode condition) {
    String time = ControllerContext.text(now);
    return condition.put("lastUpdateTime", time).put("lastTransitionTime", time);
  }

  private Optional<JsonNode> condition(String type) {
    return Conditions.find(conditions, type);
  }

  private static boolean same(JsonNode one, JsonNode other, String field) {
    return one.path(field).equals(other.path(field));
  }

  private static int outdated(JsonNode status) {
    return number(status, "replicas") - number(status, "updatedReplicas");
  }

  private static int number(JsonNode status, String field) {
    return status.path(field).asInt();
  }
}
