package dev.cnilab.cluster.controller.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whether a Job ends, according to its pods and policies, checked in Kubernetes' order.
 *
 * @param late whether its deadline has passed
 */
record JobEnd(KubeObject job, JobPods pods, FailurePolicy policy, boolean late) {
  Optional<JobOutcome> outcome() {
    return byPolicy()
        .or(this::byBackoff)
        .or(this::byDeadline)
        .or(() -> IndexedPods.are(job) ? byIndexes() : byPods());
  }

  private Optional<JobOutcome> byPolicy() {
    return pods.failed().stream()
        .map(policy::on)
        .filter(verdict -> verdict.action() == FailurePolicy.Action.FAIL_JOB)
        .findFirst()
        .map(verdict -> JobOutcome.failed("PodFailurePolicy", verdict.message()));
  }

  private Optional<JobOutcome> byBackoff() {
    return when(
        pods.failures() > job.at("/spec/backoffLimit").asInt(),
        JobOutcome.failed("BackoffLimitExceeded", "Job has reached the specified backoff limit"));
  }

  private Optional<JobOutcome> byDeadline() {
    return when(
        late,
        JobOutcome.failed("DeadlineExceeded", "Job was active longer than specified deadline"));
  }

  private Optional<JobOutcome> byPods() {
    JsonNode completions = job.at("/spec/completions");
    boolean enough =
        completions.isMissingNode()
            ? !pods.succeeded().isEmpty()
            : pods.succeeded().size() >= completions.asInt();
    return when(enough && pods.active().isEmpty(), reached());
  }

  private Optional<JobOutcome> byIndexes() {
    IndexedPods indexed = new IndexedPods(job, pods, policy);
    Indexes succeeded = indexed.succeeded();
    Indexes failed = indexed.failed();
    JsonNode most = job.at("/spec/maxFailedIndexes");
    if (!most.isMissingNode() && failed.size() > most.asInt()) {
      return Optional.of(
          JobOutcome.failed(
              "MaxFailedIndexesExceeded",
              "Job has exceeded the specified maximal number of failed indexes"));
    }
    if (failed.size() > 0 && indexed.missing() <= 0) {
      return Optional.of(JobOutcome.failed("FailedIndexes", "Job has failed indexes"));
    }
    return bySuccessPolicy(succeeded, indexed.completions())
        .or(
            () ->
                when(
                    succeeded.size() >= indexed.completions() && pods.active().isEmpty(),
                    reached()));
  }

  private Optional<JobOutcome> bySuccessPolicy(Indexes succeeded, int completions) {
    JsonNode rules = job.at("/spec/successPolicy/rules");
    for (int i = 0; i < rules.size(); i++) {
      JsonNode rule = rules.get(i);
      JsonNode named = rule.path("succeededIndexes");
      SortedSet<Integer> counted = new TreeSet<>(succeeded.numbers());
      int wanted = rule.path("succeededCount").asInt(completions);
      if (!named.isMissingNode()) {
        Indexes these = Indexes.parse(named.asText(), completions);
        wanted = rule.path("succeededCount").asInt(these.size());
        counted.retainAll(these.numbers());
      }
      if (counted.size() >= wanted) {
        return Optional.of(JobOutcome.complete("SuccessPolicy", "Matched rules at index " + i));
      }
    }
    return Optional.empty();
  }

  private static JobOutcome reached() {
    return JobOutcome.complete("CompletionsReached", "Reached expected number of succeeded pods");
  }

  private static Optional<JobOutcome> when(boolean holds, JobOutcome outcome) {
    return holds ? Optional.of(outcome) : Optional.empty();
  }
}
