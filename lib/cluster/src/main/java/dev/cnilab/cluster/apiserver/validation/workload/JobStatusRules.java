package dev.cnilab.cluster.apiserver.validation.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.apiserver.validation.status.JobIndexRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A Job's status: it finishes once, in one way, and stays finished. */
public final class JobStatusRules {
  private static final String COMPLETE = "Complete";
  private static final String FAILED = "Failed";
  private static final String TARGET = "FailureTarget";
  private static final String SUSPENDED = "Suspended";
  private static final String CRITERIA = "SuccessCriteriaMet";

  private JobStatusRules() {}

  public static void check(ValidatedField status) {
    boolean complete = is(status, COMPLETE);
    boolean failed = is(status, FAILED);
    ValidatedField conditions = status.field("conditions");
    exclusive(status, COMPLETE, FAILED, "Complete=True and Failed=true");
    exclusive(status, COMPLETE, TARGET, "Complete=True and FailureTarget=true");
    completion(status, complete);
    if (failed && !is(status, TARGET)) {
      conditions.wrong("cannot set Failed=True condition without the FailureTarget=true condition");
    }
    if (complete && !is(status, CRITERIA)) {
      conditions.wrong(
          "cannot set Complete=True condition without the SuccessCriteriaMet=true condition");
    }
    if (complete || failed) {
      finished(status);
    }
    uncounted(status.field("uncountedTerminatedPods"));
    JobIndexRules.check(status);
    if (status.has("ready") && status.field("ready").number() > status.field("active").number()) {
      status.field("ready").invalid("cannot set more ready pods than active");
    }
    exclusive(status, CRITERIA, FAILED, "SuccessCriteriaMet=True and Failed=true");
    exclusive(status, CRITERIA, TARGET, "SuccessCriteriaMet=True and FailureTarget=true");
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

  private static void completion(ValidatedField status, boolean complete) {
    ValidatedField time = status.field("completionTime");
    if (!time.isEmpty() && !complete) {
      time.invalid("cannot set completionTime when there is no Complete=True condition");
    }
    if (time.isEmpty() && complete) {
      time.required("completionTime is required for Complete jobs");
    }
    if (!time.isEmpty() && time.text().compareTo(status.text("startTime")) < 0) {
      time.invalid("must be equal to or after `startTime`");
    }
  }

  private static void finished(ValidatedField status) {
    if (status.field("active").number() > 0) {
      status.field("active").invalid("active>0 is invalid for finished job");
    }
    if (status.text("startTime").isEmpty()) {
      status.field("startTime").required("startTime is required for finished job");
    }
    if (status.field("terminating").number() > 0) {
      status.field("terminating").invalid("terminating>0 is invalid for finished job");
    }
  }

  private static void change(ValidatedField status) {
    for (String type : List.of(FAILED, COMPLETE, TARGET)) {
      if (isIn(status.old(), type) && !is(status, type)) {
        status.field("conditions").wrong("cannot disable the terminal " + type + "=True condition");
      }
    }
    for (String counter : List.of("failed", "succeeded")) {
      ValidatedField count = status.field(counter);
      if (count.number() < count.old().asLong()) {
        count.invalid(
            IntNode.valueOf((int) count.number()), "cannot decrease the " + counter + " counter");
      }
    }
    ValidatedField end = status.field("completionTime");
    if (!end.isEmpty() && !end.old().isMissingNode() && !end.value().equals(end.old())) {
      end.invalid(Checks.IMMUTABLE);
    }
    started(status);
    if (isIn(status.old(), CRITERIA) && !is(status, CRITERIA)) {
      status.field("conditions").wrong("cannot disable the SuccessCriteriaMet=True condition");
    }
  }

  /** A Job that is not suspended, and is not being resumed, keeps its start. */
  private static void started(ValidatedField status) {
    ValidatedField start = status.field("startTime");
    boolean resumed = isIn(status.old(), SUSPENDED) && !is(status, SUSPENDED);
    if (!start.old().isMissingNode()
        && !start.value().equals(start.old())
        && !status.root().field("spec").is("suspend")
        && !resumed) {
      start.invalid("field is immutable for unsuspended job once set");
    }
  }

  private static void exclusive(ValidatedField status, String one, String other, String words) {
    if (is(status, one) && is(status, other)) {
      status.field("conditions").wrong("cannot set " + words + " conditions");
    }
  }

  private static boolean is(ValidatedField status, String type) {
    return isIn(status.value(), type);
  }

  private static boolean isIn(JsonNode status, String type) {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }
}
