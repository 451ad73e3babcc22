package dev.cnilab.cluster.controller.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.controller.replica.Adoption;
import dev.cnilab.cluster.controller.replica.Availability;
import dev.cnilab.cluster.controller.replica.PodClaims;
import dev.cnilab.cluster.controller.replica.PodControl;
import dev.cnilab.cluster.controller.replica.PodTemplate;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.object.value.Timestamp;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Runs pods until as many have succeeded as a Job requires, or too many have failed. */
public final class JobController implements AutoCloseable {
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(10);
  private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(10);
  private static final int DOUBLINGS = 6;

  /** How many pods one pass creates or deletes: {@code MaxPodCreateDeletePerSync}. */
  private static final int MOST_AT_ONCE = 500;

  private static final String OURS = "kubernetes.io/job-controller";

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
            .watchOwned(ResourceTypes.PODS, "Job")
            .watch(ResourceTypes.PODS, new Adoption(client, ResourceTypes.JOBS)::of);
  }

  @Override
  public void close() {
    control.close();
  }

  private void reconcile(KubeObject job) {
    if (job.isTerminating() || !job.at("/spec/managedBy").asText(OURS).equals(OURS)) {
      return;
    }
    Optional<JsonNode> ended = JobOutcome.of(job);
    if (ended.isPresent()) {
      expire(job, Timestamp.of(ended.get().path("lastTransitionTime")));
      return;
    }
    FailurePolicy policy = FailurePolicy.of(job);
    JobPods now = JobPods.of(claims.of(job), policy);
    control.goesOver(ObjectKey.of(job), now.all().size());
    Optional<JobOutcome> outcome =
        JobOutcome.announced(job).or(() -> new JobEnd(job, now, policy, isLate(job)).outcome());
    if (outcome.isPresent()) {
      now.active().stream().limit(MOST_AT_ONCE).forEach(pod -> pods.delete(pod, job));
    } else {
      scale(job, now, policy);
    }
    JobPods then = JobPods.of(claims.of(job), policy);
    boolean over = outcome.isPresent() && then.active().isEmpty() && then.ending().isEmpty();
    if (over) {
      JobOutcome end = outcome.get();
      recorder.event(job, end.eventType(), end.eventReason(), end.eventMessage());
    }
    suspension(job)
        .ifPresent(
            word ->
                recorder.event(
                    job, EventType.NORMAL, word, "Job " + word.toLowerCase(Locale.ROOT)));
    client.updateStatus(
        ResourceTypes.JOBS,
        job.edit(
            json -> {
              ObjectNode status = json.withObject("/status");
              started(job, status);
              count(job, status, then, policy);
              outcome.ifPresent(end -> end(status, end, over));
            }));
  }

  /** Deletes a Job with a time to live after it has finished. */
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

  /** Whether a Job's deadline has passed; if not, schedules a check at that time. */
  private boolean isLate(KubeObject job) {
    JsonNode deadline = job.at("/spec/activeDeadlineSeconds");
    String started = job.text("/status/startTime");
    if (deadline.isMissingNode() || started.isEmpty() || isSuspended(job)) {
      return false;
    }
    Instant end = Instant.parse(started).plusSeconds(deadline.asLong());
    Duration left = Duration.between(context.loop().now(), end);
    if (left.isPositive()) {
      control.addAfter(ObjectKey.of(job), left);
    }
    return !left.isPositive();
  }

  private static boolean isSuspended(KubeObject job) {
    return job.at("/spec/suspend").asBoolean();
  }

  private static int wanted(KubeObject job, JobPods now, FailurePolicy policy) {
    int parallelism = job.at("/spec/parallelism").asInt(1);
    if (isSuspended(job)) {
      return 0;
    }
    if (IndexedPods.are(job)) {
      return Math.min(parallelism, new IndexedPods(job, now, policy).missing());
    }
    JsonNode completions = job.at("/spec/completions");
    if (completions.isMissingNode()) {
      // With a work queue, pods end once it is empty, and no new ones are needed then.
      return now.succeeded().isEmpty() ? parallelism : now.active().size();
    }
    return Math.min(parallelism, completions.asInt() - now.succeeded().size());
  }

  private void scale(KubeObject job, JobPods now, FailurePolicy policy) {
    int wanted = wanted(job, now, policy);
    int surplus = Math.min(now.active().size() - wanted, MOST_AT_ONCE);
    now.active().reversed().stream()
        .limit(Math.max(surplus, 0))
        .forEach(pod -> pods.delete(pod, job));
    int there = now.active().size();
    if (job.text("/spec/podReplacementPolicy").equals("Failed")) {
      there += now.ending().size();
    }
    Duration wait = backoff(now);
    if (there < wanted && wait.isPositive()) {
      control.addAfter(ObjectKey.of(job), wait);
      return;
    }
    List<KubeObject> fresh = fresh(job, now, policy, Math.min(wanted - there, MOST_AT_ONCE));
    fresh.forEach(pod -> pods.create(pod, job));
  }

  private static List<KubeObject> fresh(
      KubeObject job, JobPods now, FailurePolicy policy, int count) {
    KubeObject pod = PodTemplate.of(job).instantiate(job);
    if (count <= 0) {
      return List.of();
    }
    if (!IndexedPods.are(job)) {
      return Collections.nCopies(count, pod);
    }
    IndexedPods indexed = new IndexedPods(job, now, policy);
    return indexed.toStart(count).stream().map(index -> indexed.at(index, pod)).toList();
  }

  /** How long to wait before the next attempt after failures. */
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

  /** The event for a suspension or a resumption since the status was written. */
  private static Optional<String> suspension(KubeObject job) {
    boolean was = Conditions.isTrue(job.at("/status/conditions"), "Suspended");
    return was == isSuspended(job) ? Optional.empty() : Optional.of(was ? "Resumed" : "Suspended");
  }

  private void started(KubeObject job, ObjectNode status) {
    Optional<String> change = suspension(job);
    if (!isSuspended(job) && (!status.has("startTime") || change.isPresent())) {
      status.put("startTime", context.timestamp());
    }
    change.ifPresent(
        word ->
            put(
                status,
                "Suspended",
                isSuspended(job) ? "True" : "False",
                "Job" + word,
                "Job " + word.toLowerCase(Locale.ROOT)));
  }

  private static void count(KubeObject job, ObjectNode status, JobPods now, FailurePolicy policy) {
    Availability.putCount(status, "active", now.active().size());
    Availability.putCount(status, "failed", now.failed().size());
    status.put("ready", now.ready());
    status.put("terminating", now.ending().size());
    status.putObject("uncountedTerminatedPods");
    if (!IndexedPods.are(job)) {
      Availability.putCount(status, "succeeded", now.succeeded().size());
      return;
    }
    IndexedPods indexed = new IndexedPods(job, now, policy);
    Availability.putCount(status, "succeeded", indexed.succeeded().size());
    String succeeded = indexed.succeeded().toString();
    if (!succeeded.isEmpty()) {
      status.put("completedIndexes", succeeded);
    }
    if (indexed.haveLimits()) {
      status.put("failedIndexes", indexed.failed().toString());
    }
  }

  private void end(ObjectNode status, JobOutcome outcome, boolean over) {
    if (Conditions.find(status.path("conditions"), outcome.early()).isEmpty()) {
      put(status, outcome.early(), "True", outcome.reason(), outcome.message());
    }
    if (over) {
      put(status, outcome.last(), "True", outcome.reason(), outcome.message());
    }
    if (over && outcome.isSuccess()) {
      status.put("completionTime", context.timestamp());
    }
  }

  private void put(ObjectNode status, String type, String value, String reason, String message) {
    ArrayNode conditions = status.withArray("/conditions");
    Conditions.put(
        conditions,
        Conditions.of(type, value, reason, message)
            .put("lastProbeTime", context.timestamp())
            .put("lastTransitionTime", context.timestamp()));
  }
}
