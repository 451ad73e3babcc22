package dev.cnilab.cluster.apiserver.validation.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.GoValue;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.Json;
import java.util.List;

/** Jobs: by number or by index, and with pods that may end. */
public final class JobRules {
  private static final String INDEXED = "Indexed";
  private static final String UID = "batch.kubernetes.io/controller-uid";
  private static final long MOST_PARALLEL = 100_000;

  private JobRules() {}

  /** Unless manualSelector is set, the Job's selector is generated. */
  public static void selector(ValidatedField job) {
    ValidatedField selector = job.field("spec").field("selector");
    boolean own =
        selector.field("matchExpressions").isEmpty()
            && selector.field("matchLabels").entries().stream()
                .allMatch(label -> isOwn(label, job.field("metadata")));
    if (job.old().isMissingNode() && !job.field("spec").is("manualSelector") && !own) {
      selector.invalid("`selector` not auto-generated");
    }
  }

  private static boolean isOwn(ValidatedField label, ValidatedField metadata) {
    return switch (label.key()) {
      case UID, "controller-uid" -> label.text().equals(metadata.text("uid"));
      case "batch.kubernetes.io/job-name", "job-name" -> label.text().equals(metadata.text("name"));
      default -> false;
    };
  }

  /** In an indexed Job each pod's host name is derived from the Job's name. */
  public static void names(ValidatedField job) {
    ValidatedField spec = job.field("spec");
    long completions = spec.field("completions").number();
    String longest = job.field("metadata").text("name") + "-" + (completions - 1);
    if (spec.text("completionMode").equals(INDEXED)
        && completions > 0
        && !Format.LABEL.violations(longest).isEmpty()) {
      job.field("metadata")
          .field("name")
          .invalid("will not able to create pod with invalid DNS label: " + longest);
    }
  }

  public static void indexes(ValidatedField spec) {
    String wanted = "requires indexed completion mode";
    if (spec.text("completionMode").equals(INDEXED)) {
      if (!spec.has("completions")) {
        spec.field("completions").required("when completion mode is Indexed");
      }
      if (spec.field("parallelism").number() > MOST_PARALLEL) {
        spec.field("parallelism")
            .invalid(
                "must be less than or equal to "
                    + MOST_PARALLEL
                    + " when completion mode is Indexed");
      }
      return;
    }
    for (String field : new String[] {"backoffLimitPerIndex", "maxFailedIndexes"}) {
      if (spec.has(field)) {
        spec.field(field).invalid(wanted);
      }
    }
    if (spec.has("successPolicy")) {
      spec.field("successPolicy").invalid(inGo(spec.field("successPolicy")), wanted);
    }
  }

  private static JsonNode inGo(ValidatedField policy) {
    ArrayNode rules = Json.array();
    policy
        .items("rules")
        .forEach(rule -> rules.add(GoValue.of(rule.value(), "SucceededIndexes", "SucceededCount")));
    return Json.object().set("Rules", rules);
  }

  /** The Jobs of a CronJob get their selector and labels when they are created. */
  public static void chosen(ValidatedField template) {
    if (!template.parent().parent().key().equals("jobTemplate")) {
      LabelSelectorRules.chosen(template);
    }
  }

  /** A Job's selector, which is generated for a new one, is required later. */
  public static void selected(ValidatedField spec) {
    boolean inCronJob = spec.parent().key().equals("jobTemplate");
    if (!inCronJob && spec.field("selector").value().isMissingNode()) {
      spec.field("selector").required("");
    }
  }

  /**
   * The template is kept, except that a suspended Job without active pods may get other scheduling
   * directives and resources, as {@code shouldAllowMutablePodTemplate} allows.
   */
  public static void templateKept(ValidatedField template) {
    if (template.old().isMissingNode()) {
      return;
    }
    if (!mayChange(template.root().old())) {
      if (!template.value().equals(template.old())) {
        template.invalid(Checks.IMMUTABLE);
      }
      return;
    }
    ValidatedField spec = template.field("spec");
    if (!kept(spec.value(), spec.old()).equals(kept(spec.old(), spec.value()))) {
      spec.invalid(Checks.IMMUTABLE);
    }
  }

  private static boolean mayChange(JsonNode job) {
    boolean started = job.at("/status/startTime").isTextual();
    return job.at("/spec/suspend").asBoolean()
        && (!started || Conditions.isIn(job.at("/status/conditions"), "Suspended", "True"))
        && job.at("/status/active").asLong() == 0;
  }

  /** What has to stay in a pod's spec: neither what directs it to nodes, nor its resources. */
  private static JsonNode kept(JsonNode podSpec, JsonNode other) {
    ObjectNode left = podSpec.deepCopy();
    left.remove(List.of("nodeSelector", "tolerations", "schedulingGates"));
    if (left.get("affinity") instanceof ObjectNode affinity) {
      affinity.remove("nodeAffinity");
      if (affinity.isEmpty()) {
        left.remove("affinity");
      }
    }
    for (String list : List.of("containers", "initContainers")) {
      JsonNode others = other.path(list);
      for (int i = 0; i < others.size() && others.size() == left.path(list).size(); i++) {
        JsonNode container = left.path(list).path(i);
        if (container.path("name").equals(others.path(i).path("name"))) {
          ((ObjectNode) container).remove("resources");
        }
      }
    }
    return left;
  }

  public static void mayEnd(ValidatedField template) {
    ValidatedField policy = template.field("spec").field("restartPolicy");
    switch (policy.text()) {
      case "Always", "" -> policy.required("valid values: \"OnFailure\", \"Never\"");
      case "OnFailure", "Never" -> {}
      default -> policy.notSupported(List.of("OnFailure", "Never"));
    }
  }
}
