package dev.cnilab.cluster.controller.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.controller.work.OwnerReference;
import dev.cnilab.cluster.cron.CronSchedule;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Creates a Job from a CronJob's template when it is due, and deletes the oldest finished ones. */
public final class CronJobController implements AutoCloseable {
  private static final String SCHEDULED = "batch.kubernetes.io/cronjob-scheduled-timestamp";
  private static final int SECONDS = 60;

  private final ControllerContext context;
  private final ApiClient client;
  private final EventRecorder recorder;
  private final ControlLoop control;

  public CronJobController(ControllerContext context) {
    this.context = context;
    client = context.client();
    recorder = context.recorder("cronjob-controller");
    control =
        context
            .controlLoop(
                key ->
                    client
                        .find(ResourceTypes.CRON_JOBS, key.namespace(), key.name())
                        .ifPresent(this::reconcile))
            .watch(ResourceTypes.CRON_JOBS)
            .watchOwned(ResourceTypes.JOBS, "CronJob");
  }

  @Override
  public void close() {
    control.close();
  }

  private void reconcile(KubeObject cronJob) {
    if (cronJob.isTerminating()) {
      return;
    }
    List<KubeObject> jobs =
        client.listControlledBy(ResourceTypes.JOBS, cronJob.namespace(), cronJob.uid());
    forget(cronJob, jobs, "Complete", "successfulJobsHistoryLimit");
    forget(cronJob, jobs, "Failed", "failedJobsHistoryLimit");
    List<KubeObject> active = jobs.stream().filter(job -> !hasEnded(job)).toList();
    Optional<Instant> due =
        cronJob.at("/spec/suspend").asBoolean() ? Optional.empty() : due(cronJob);
    if (due.isPresent() && mayStart(cronJob, active)) {
      KubeObject made = client.create(ResourceTypes.JOBS, job(cronJob, due.get()));
      recorder.event(cronJob, EventType.NORMAL, "SuccessfulCreate", "Created job " + made.name());
      updateStatus(cronJob, jobs, due);
    } else {
      updateStatus(cronJob, jobs, Optional.empty());
    }
  }

  /**
   * The most recent time at which it should have run since its last run; schedules the next check.
   */
  private Optional<Instant> due(KubeObject cronJob) {
    CronSchedule schedule = CronSchedule.parse(cronJob.text("/spec/schedule"));
    String zoned = cronJob.text("/spec/timeZone");
    ZoneId zone = ZoneId.of(zoned.isEmpty() ? "UTC" : zoned);
    Instant now = context.loop().now();
    String last = cronJob.text("/status/lastScheduleTime");
    Instant since =
        Instant.parse(last.isEmpty() ? cronJob.text("/metadata/creationTimestamp") : last);
    JsonNode deadline = cronJob.at("/spec/startingDeadlineSeconds");
    if (!deadline.isMissingNode() && now.minusSeconds(deadline.asLong()).isAfter(since)) {
      since = now.minusSeconds(deadline.asLong());
    }
    Optional<Instant> missed = Optional.empty();
    Optional<Instant> next = schedule.next(since, zone);
    while (next.isPresent() && !next.get().isAfter(now)) {
      missed = next;
      next = schedule.next(next.get(), zone);
    }
    next.ifPresent(time -> control.addAfter(ObjectKey.of(cronJob), Duration.between(now, time)));
    return missed;
  }

  private boolean mayStart(KubeObject cronJob, List<KubeObject> active) {
    switch (cronJob.text("/spec/concurrencyPolicy")) {
      case "Forbid" -> {
        if (!active.isEmpty()) {
          recorder.event(
              cronJob,
              EventType.NORMAL,
              "JobAlreadyActive",
              "Not starting job because prior execution is running and concurrency policy is"
                  + " Forbid");
          return false;
        }
      }
      case "Replace" -> active.forEach(job -> delete(cronJob, job));
      default -> {}
    }
    return true;
  }

  private static KubeObject job(KubeObject cronJob, Instant due) {
    JsonNode template = cronJob.at("/spec/jobTemplate");
    ObjectNode json =
        Json.object().put("apiVersion", ResourceTypes.JOBS.apiVersion()).put("kind", "Job");
    ObjectNode metadata =
        json.putObject("metadata")
            .put("name", cronJob.name() + "-" + due.getEpochSecond() / SECONDS)
            .put("namespace", cronJob.namespace());
    if (!template.at("/metadata/labels").isEmpty()) {
      metadata.set("labels", template.at("/metadata/labels").deepCopy());
    }
    ObjectNode annotations = metadata.putObject("annotations");
    template
        .at("/metadata/annotations")
        .properties()
        .forEach(each -> annotations.set(each.getKey(), each.getValue()));
    annotations.put(SCHEDULED, due.toString());
    metadata.putArray("ownerReferences").add(OwnerReference.controlledBy(cronJob).toJson());
    json.set("spec", template.path("spec").deepCopy());
    return KubeObject.of(json);
  }

  private void forget(
      KubeObject cronJob, List<KubeObject> jobs, String condition, String limitField) {
    List<KubeObject> ended =
        jobs.stream()
            .filter(job -> has(job, condition))
            .sorted(Comparator.comparing(job -> job.text("/status/startTime")))
            .toList();
    int surplus = ended.size() - cronJob.at("/spec/" + limitField).asInt();
    ended.subList(0, Math.max(0, surplus)).forEach(job -> delete(cronJob, job));
  }

  private void delete(KubeObject cronJob, KubeObject job) {
    client.delete(ResourceTypes.JOBS, job.namespace(), job.name(), DeleteOptions.background());
    recorder.event(cronJob, EventType.NORMAL, "SuccessfulDelete", "Deleted job " + job.name());
  }

  private static boolean hasEnded(KubeObject job) {
    return has(job, "Complete") || has(job, "Failed");
  }

  private static boolean has(KubeObject job, String type) {
    return Conditions.isIn(job.at("/status/conditions"), type, "True");
  }

  private void updateStatus(KubeObject cronJob, List<KubeObject> before, Optional<Instant> due) {
    List<KubeObject> jobs =
        client.listControlledBy(ResourceTypes.JOBS, cronJob.namespace(), cronJob.uid());
    for (JsonNode listed : cronJob.at("/status/active")) {
      before.stream()
          .filter(job -> job.uid().equals(listed.path("uid").asText()) && hasEnded(job))
          .forEach(
              job ->
                  recorder.event(
                      cronJob,
                      EventType.NORMAL,
                      "SawCompletedJob",
                      "Saw completed job: %s, condition: %s"
                          .formatted(job.name(), has(job, "Complete") ? "Complete" : "Failed")));
    }
    KubeObject after =
        cronJob.edit(
            json -> {
              ObjectNode status = json.withObject("/status");
              ArrayNode active = Json.array();
              jobs.stream()
                  .filter(job -> !hasEnded(job))
                  .forEach(job -> active.add(reference(job)));
              if (active.isEmpty()) {
                status.remove("active");
              } else {
                status.set("active", active);
              }
              due.ifPresent(time -> status.put("lastScheduleTime", time.toString()));
              jobs.stream()
                  .filter(job -> has(job, "Complete"))
                  .map(job -> job.text("/status/completionTime"))
                  .max(Comparator.naturalOrder())
                  .ifPresent(time -> status.put("lastSuccessfulTime", time));
            });
    if (!after.equals(cronJob)) {
      client.updateStatus(ResourceTypes.CRON_JOBS, after);
    }
  }

  private static ObjectNode reference(KubeObject job) {
    return Json.object()
        .put("kind", "Job")
        .put("namespace", job.namespace())
        .put("name", job.name())
        .put("uid", job.uid())
        .put("apiVersion", job.apiVersion())
        .put("resourceVersion", job.resourceVersion());
  }
}
