package dev.cnilab.cluster.controller.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.record.EventType;
import java.util.List;
import java.util.Optional;

/**
 * How a Job ends, in the words of its conditions.
 *
 * @param early the condition while pods are still running
 * @param last the condition once none is left
 */
record JobOutcome(String early, String last, String reason, String message) {
  private static final String CRITERIA = "SuccessCriteriaMet";
  private static final String TARGET = "FailureTarget";
  private static final String COMPLETE = "Complete";
  private static final String FAILED = "Failed";

  static JobOutcome complete(String reason, String message) {
    return new JobOutcome(CRITERIA, COMPLETE, reason, message);
  }

  static JobOutcome failed(String reason, String message) {
    return new JobOutcome(TARGET, FAILED, reason, message);
  }

  /** The outcome that a Job's status announces. */
  static Optional<JobOutcome> announced(KubeObject job) {
    JsonNode conditions = job.at("/status/conditions");
    for (String early : List.of(CRITERIA, TARGET)) {
      Optional<JsonNode> found = Conditions.find(conditions, early);
      if (found.isPresent() && found.get().path("status").asText().equals("True")) {
        String last = early.equals(CRITERIA) ? COMPLETE : FAILED;
        return Optional.of(
            new JobOutcome(
                early,
                last,
                found.get().path("reason").asText(),
                found.get().path("message").asText()));
      }
    }
    return Optional.empty();
  }

  /** The condition of a finished Job. */
  static Optional<JsonNode> of(KubeObject job) {
    JsonNode conditions = job.at("/status/conditions");
    return Conditions.find(conditions, COMPLETE)
        .or(() -> Conditions.find(conditions, FAILED))
        .filter(condition -> condition.path("status").asText().equals("True"));
  }

  boolean isSuccess() {
    return last.equals(COMPLETE);
  }

  EventType eventType() {
    return isSuccess() ? EventType.NORMAL : EventType.WARNING;
  }

  String eventReason() {
    return isSuccess() ? "Completed" : reason;
  }

  String eventMessage() {
    return isSuccess() ? "Job completed" : message;
  }
}
