package dev.cnilab.cluster.controller.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.controller.replica.Availability;
import dev.cnilab.cluster.controller.replica.PodClaims;
import dev.cnilab.cluster.controller.replica.PodControl;
import dev.cnilab.cluster.controller.replica.PodTemplate;
import dev.cnilab.cluster.controller.work.Conditions;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Runs pods until as many have succeeded as a Job asks for, or too many have failed. */
public final class JobController implements AutoCloseable {
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(10);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(10);
  private static final int DOUBLINGS = 6;

  private final ControllerContext context;
  private final ApiClient client;
  private final EventRecorder recorder;
  private final PodControl pods;
  private final PodClaims claims;
  private final ControlLoop control;

  public JobController(ControllerContext context) {
    this.context = context;
    client = context.client();
    recorder = context.recorder("job-controller");
    pods = new PodControl(client, recorder);
    claims = new PodClaims(client, ResourceTypes.PODS);
    control =
        context
            .controlLoop(
                key ->
                    client
                        .find(ResourceTypes.JOBS, key.namespace(), key.name())
                        .ifPresent(this::reconcile))
            .watch(ResourceTypes.JOBS)
            .watchOwned(ResourceTypes.PODS, "Job");
  }

  @Override
  public void close() {
    control.close();
  }

  private void reconcile(KubeObject job) {
    if (job.isTerminating()) {
      return;
    }
    Optional<Instant> ended = ended(job);
    if (ended.isPresent()) {
      expire(job, ended.get());
      return;
    }
    JobPods now = JobPods.of(claims.of(job));
    Optional<Outcome> outcome = outcome(job, now);
    if (outcome.isPresent()) {
      now.active().forEach(pod -> pods.delete(pod, job));
      recorder.event(
          job, outcome.get().type(), outcome.get().eventReason(), outcome.get().message());
    } else {
      scale(job, now);
    }
    client.updateStatus(
        ResourceTypes.JOBS,
        job.edit(json -> status(job, json.withObject("/status"), now, outcome)));
  }

  private static Optional<Instant> ended(KubeObject job) {
    for (JsonNode condition : job.at("/status/conditions")) {
      String type = condition.path("type").asText();
      if ((type.equals("Complete") || type.equals("Failed"))
          && condition.path("status").asText().equals("True")) {
        return Optional.of(Instant.parse(condition.path("lastTransitionTime").asText()));
      }
    }
    return Optional.empty();
  }

  /** A Job that says so is deleted some time after its end. */
  private void expire(KubeObject job, Instant ended) {
    JsonNode after = job.at("/spec/ttlSecondsAfterFinished");
    if (after.isMissingNode()) {
      return;
    }
    Duration left = Duration.between(context.loop().now(), ended.plusSeconds(after.asLong()));
    if (left.isPositive()) {
      control.addAfter(ObjectKey.of(job), left);
    } else {
      client.delete(ResourceTypes.JOBS, job.namespace(), job.name(), DeleteOptions.background());
    }
  }

  /** How a Job has ended, in the words of its conditions. */
  private record Outcome(
      String early, String condition, String reason, String message, String eventReason) {
    static final Outcome COMPLETE =
        new Outcome(
            "SuccessCriteriaMet",
            "Complete",
            "CompletionsReached",
            "Reached expected number of succeeded pods",
            "Completed");

    static Outcome failed(String reason, String message) {
      return new Outcome("FailureTarget", "Failed", reason, message, reason);
    }

    EventType type() {
      return condition.equals("Complete") ? EventType.NORMAL : EventType.WARNING;
    }
  }

  private Optional<Outcome> outcome(KubeObject job, JobPods now) {
    if (now.failures() > job.at("/spec/backoffLimit").asInt()) {
      return Optional.of(
          Outcome.failed("BackoffLimitExceeded", "Job has reached the specified backoff limit"));
    }
    JsonNode deadline = job.at("/spec/activeDeadlineSeconds");
    String started = job.text("/status/startTime");
    if (!deadline.isMissingNode() && !started.isEmpty()) {
      Instant end = Instant.parse(started).plusSeconds(deadline.asLong());
      if (!context.loop().now().isBefore(end)) {
        return Optional.of(
            Outcome.failed("DeadlineExceeded", "Job was active longer than specified deadline"));
      }
      control.addAfter(ObjectKey.of(job), Duration.between(context.loop().now(), end));
    }
    return now.succeeded().size() >= completions(job) && now.active().isEmpty()
        ? Optional.of(Outcome.COMPLETE)
        : Optional.empty();
  }

  private static int completions(KubeObject job) {
    return job.at("/spec/completions").asInt(1);
  }

  private void scale(KubeObject job, JobPods now) {
    boolean suspended = job.at("/spec/suspend").asBoolean();
    int missing = completions(job) - now.succeeded().size();
    int wanted = suspended ? 0 : Math.min(job.at("/spec/parallelism").asInt(1), missing);
    for (int i = now.active().size(); i > wanted; i--) {
      pods.delete(now.active().get(i - 1), job);
    }
    Duration wait = backoff(now);
    if (now.active().size() < wanted && wait.isPositive()) {
      control.addAfter(ObjectKey.of(job), wait);
      return;
    }
    for (int i = now.active().size(); i < wanted; i++) {
      pods.create(PodTemplate.of(job).instantiate(job), job);
    }
  }

  /** How long to wait with the next try after some failed. */
  private Duration backoff(JobPods now) {
    return now.lastFailure()
        .map(
            last -> {
              int doublings = Math.min(now.failed().size() - 1, DOUBLINGS);
              Duration pause = FIRST_BACKOFF.multipliedBy(1L << doublings);
              Duration capped = pause.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : pause;
              return Duration.between(context.loop().now(), last.plus(capped));
            })
        .orElse(Duration.ZERO);
  }

  private void status(KubeObject job, ObjectNode status, JobPods now, Optional<Outcome> outcome) {
    if (!status.has("startTime") && !job.at("/spec/suspend").asBoolean()) {
      status.put("startTime", context.timestamp());
    }
    Availability.putCount(
        status, "active", outcome.isPresent() ? 0 : JobPods.of(claims.of(job)).active().size());
    Availability.putCount(status, "succeeded", now.succeeded().size());
    Availability.putCount(status, "failed", now.failed().size());
    status.put("ready", outcome.isPresent() ? 0 : now.ready());
    status.put("terminating", 0);
    status.putObject("uncountedTerminatedPods");
    outcome.ifPresent(
        end -> {
          ArrayNode conditions = status.withArray("/conditions");
          for (String type : new String[] {end.early(), end.condition()}) {
            Conditions.put(
                conditions,
                Conditions.of(type, "True", end.reason(), end.message())
                    .put("lastProbeTime", context.timestamp())
                    .put("lastTransitionTime", context.timestamp()));
          }
          if (end.type() == EventType.NORMAL) {
            status.put("completionTime", context.timestamp());
          }
        });
  }
}
