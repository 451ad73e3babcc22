package dev.cnilab.cluster.apiserver.validation.workload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.GoValue;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.apiserver.validation.status.JobIndexRules;
import dev.cnilab.cluster.object.Conditions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A Job's status: it finishes once, in one way, and stays finished. Most rules apply only if what
 * they concern changes, as in {@code getStatusValidationOptions} of the real server.
 */
public final class JobStatusRules {
  private static final String COMPLETE = "Complete";
  private static final String FAILED = "Failed";
  private static final String TARGET = "FailureTarget";
  private static final String SUSPENDED = "Suspended";
  private static final String CRITERIA = "SuccessCriteriaMet";
  private static final String START = "startTime";
  private static final String END = "completionTime";

  private JobStatusRules() {}

  public static void check(ValidatedField status) {
    uncounted(status.field("uncountedTerminatedPods"));
    if (turns(status, COMPLETE) || turns(status, FAILED)) {
      exclusive(status, COMPLETE, FAILED, "Complete=True and Failed=true");
    }
    if (turns(status, COMPLETE) || turns(status, TARGET)) {
      exclusive(status, COMPLETE, TARGET, "Complete=True and FailureTarget=true");
    }
    completion(status);
    if (turns(status, FAILED) || changes(status, "failedIndexes")) {
      needs(status, FAILED, TARGET);
    }
    if (turns(status, COMPLETE) || turns(status, CRITERIA)) {
      needs(status, COMPLETE, CRITERIA);
    }
    boolean finished = isFinished(status.value());
    if (finished) {
      finished(status);
    }
    JobIndexRules.check(status);
    ValidatedField terminating = status.field("terminating");
    if (finished && finishesOrChanges(status, "terminating") && terminating.number() > 0) {
      terminating.invalid("terminating>0 is invalid for finished job");
    }
    ValidatedField ready = status.field("ready");
    if (status.has("ready")
        && (changes(status, "ready") || changes(status, "active"))
        && ready.number() > status.field("active").number()) {
      ready.invalid("cannot set more ready pods than active");
    }
    exclusive(status, CRITERIA, FAILED, "SuccessCriteriaMet=True and Failed=true");
    exclusive(status, CRITERIA, TARGET, "SuccessCriteriaMet=True and FailureTarget=true");
    if (status.root().field("spec").has("successPolicy")
        && !is(status, CRITERIA)
        && is(status, COMPLETE)) {
      conditions(
          status,
          "cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True");
    }
    change(status);
  }

  /** A finished pod may be listed only once. */
  private static void uncounted(ValidatedField pods) {
    Set<String> seen = new HashSet<>();
    for (String list : List.of("succeeded", "failed")) {
      for (ValidatedField pod : pods.items(list)) {
        if (pod.text().isEmpty()) {
          pod.invalid("must not be empty");
        } else if (!seen.add(pod.text())) {
          pod.duplicate();
        }
      }
    }
  }

  private static void completion(ValidatedField status) {
    ValidatedField time = status.field(END);
    boolean ends = turns(status, COMPLETE) || changes(status, END);
    if (ends && !time.isEmpty() && !is(status, COMPLETE)) {
      time.invalid("cannot set completionTime when there is no Complete=True condition");
    }
    if (ends && time.isEmpty() && is(status, COMPLETE)) {
      time.required("completionTime is required for Complete jobs");
    }
    if ((changes(status, START) || changes(status, END))
        && !time.isEmpty()
        && time.text().compareTo(status.text(START)) < 0) {
      time.invalid("must be equal to or after `startTime`");
    }
  }

  private static void needs(ValidatedField status, String type, String other) {
    if (is(status, type) && !is(status, other)) {
      conditions(
          status,
          "cannot set %s=True condition without the %s=true condition".formatted(type, other));
    }
  }

  private static void finished(ValidatedField status) {
    ValidatedField active = status.field("active");
    if (finishesOrChanges(status, "active") && active.number() > 0) {
      active.invalid("active>0 is invalid for finished job");
    }
    ValidatedField spec = status.root().field("spec");
    boolean needsNoPods =
        spec.is("suspend") && spec.has("completions") && spec.field("completions").number() == 0;
    if (finishesOrChanges(status, START) && !needsNoPods && status.text(START).isEmpty()) {
      status.field(START).required("startTime is required for finished job");
    }
    ValidatedField pods = status.field("uncountedTerminatedPods");
    if (finishesOrChanges(status, pods.key())
        && !(pods.items("failed").isEmpty() && pods.items("succeeded").isEmpty())) {
      pods.invalid(
          GoValue.of(pods.value(), "Succeeded", "Failed"), "must be empty for finished job");
    }
  }

  private static void change(ValidatedField status) {
    for (String type : List.of(FAILED, COMPLETE, TARGET)) {
      if (was(status, type) && !is(status, type)) {
        conditions(status, "cannot disable the terminal " + type + "=True condition");
      }
    }
    keepsCount(status.field("failed"));
    JsonNode spec = status.root().value().path("spec");
    if (!spec.path("completionMode").asText().equals("Indexed")
        || !spec.path("completions").equals(spec.path("parallelism"))) {
      keepsCount(status.field("succeeded"));
    }
    ValidatedField end = status.field(END);
    if (!end.isEmpty() && !end.old().isMissingNode() && changes(status, END)) {
      end.invalid(Checks.IMMUTABLE);
    }
    started(status);
    if (was(status, CRITERIA) && !is(status, CRITERIA)) {
      conditions(status, "cannot disable the SuccessCriteriaMet=True condition");
    }
    if (was(status, COMPLETE) && !was(status, CRITERIA) && is(status, CRITERIA)) {
      conditions(
          status,
          "cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions");
    }
  }

  private static void keepsCount(ValidatedField count) {
    if (count.number() < count.old().asLong()) {
      count.invalidNumber("cannot decrease the " + count.key() + " counter");
    }
  }

  /** A Job that is not suspended, and is not being resumed, keeps its start. */
  private static void started(ValidatedField status) {
    ValidatedField start = status.field(START);
    boolean resumes =
        was(status, SUSPENDED)
            && Conditions.isIn(status.value().path("conditions"), SUSPENDED, "False");
    if (!start.old().isMissingNode()
        && changes(status, START)
        && !status.root().field("spec").is("suspend")
        && !resumes) {
      start.invalid("field is immutable for unsuspended job once set");
    }
  }

  private static void exclusive(ValidatedField status, String one, String other, String words) {
    if (is(status, one) && is(status, other)) {
      conditions(status, "cannot set " + words + " conditions");
    }
  }

  private static void conditions(ValidatedField status, String why) {
    status.field("conditions").wrong(why);
  }

  private static boolean finishesOrChanges(ValidatedField status, String field) {
    return isFinished(status.value()) != isFinished(status.old()) || changes(status, field);
  }

  private static boolean isFinished(JsonNode status) {
    JsonNode conditions = status.path("conditions");
    return Conditions.isIn(conditions, COMPLETE, "True")
        || Conditions.isIn(conditions, FAILED, "True");
  }

  /** Whether a field changes; an absent number is not 0, except for those that are always there. */
  private static boolean changes(ValidatedField status, String field) {
    ValidatedField place = status.field(field);
    return !place.value().equals(place.old());
  }

  /** Whether a condition becomes true, or ceases to be. */
  private static boolean turns(ValidatedField status, String type) {
    return is(status, type) != was(status, type);
  }

  private static boolean is(ValidatedField status, String type) {
    return Conditions.isIn(status.value().path("conditions"), type, "True");
  }

  private static boolean was(ValidatedField status, String type) {
    return Conditions.isIn(status.old().path("conditions"), type, "True");
  }
}
