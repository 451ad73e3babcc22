package dev.cnilab.cluster.apiserver.validation.workload;

import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** When a Job fails or succeeds early; {@code pkg/apis/batch/validation}. */
public final class JobPolicyRules {
  private static final List<String> ACTIONS = List.of("Count", "FailIndex", "FailJob", "Ignore");
  private static final List<String> OPERATORS = List.of("In", "NotIn");
  private static final List<String> STATUSES = List.of("False", "True", "Unknown");
  private static final int MOST_RULES = 20;
  private static final int MOST_CODES = 255;

  private JobPolicyRules() {}

  public static void failure(ValidatedField policy) {
    ValidatedField rules = policy.field("rules");
    if (rules.value().size() > MOST_RULES) {
      rules.tooMany(MOST_RULES);
    }
    Set<String> containers = containers(policy.parent());
    for (ValidatedField rule : rules.items()) {
      action(rule.field("action"), policy.parent());
      if (rule.has("onExitCodes")) {
        codes(rule.field("onExitCodes"), containers);
      }
      rule.items("onPodConditions").forEach(JobPolicyRules::condition);
      boolean conditions = !rule.field("onPodConditions").isEmpty();
      if (rule.has("onExitCodes") && conditions) {
        rule.wrong("specifying both OnExitCodes and OnPodConditions is not supported");
      } else if (!rule.has("onExitCodes") && !conditions) {
        rule.wrong("specifying one of OnExitCodes and OnPodConditions is required");
      }
    }
  }

  private static Set<String> containers(ValidatedField spec) {
    Set<String> names = new HashSet<>();
    ValidatedField pod = spec.field("template").field("spec");
    for (String list : List.of("containers", "initContainers")) {
      pod.items(list).forEach(container -> names.add(container.text("name")));
    }
    return names;
  }

  private static void action(ValidatedField action, ValidatedField spec) {
    if (action.isEmpty()) {
      action.required(valid(ACTIONS));
    } else if (action.text().equals("FailIndex") && !spec.has("backoffLimitPerIndex")) {
      action.invalid("requires the backoffLimitPerIndex to be set");
    } else if (!ACTIONS.contains(action.text())) {
      action.notSupported(ACTIONS);
    }
  }

  private static void codes(ValidatedField codes, Set<String> containers) {
    chosen(codes.field("operator"), OPERATORS);
    ValidatedField container = codes.field("containerName");
    if (codes.has("containerName") && !containers.contains(container.text())) {
      container.invalid(
          container.text(),
          "must be one of the container or initContainer names in the pod template");
    }
    ValidatedField values = codes.field("values");
    if (values.isEmpty()) {
      values.invalid("at least one value is required");
    } else if (values.value().size() > MOST_CODES) {
      values.tooMany(MOST_CODES);
    }
    List<Long> numbers = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    for (ValidatedField value : values.items()) {
      if (codes.text("operator").equals("In") && value.number() == 0) {
        value.invalid("must not be 0 for the In operator");
      }
      if (!seen.add(value.number())) {
        value.duplicate();
      }
      numbers.add(value.number());
    }
    List<Long> sorted = new ArrayList<>(numbers);
    Collections.sort(sorted);
    if (!sorted.equals(numbers)) {
      values.invalid("must be ordered");
    }
  }

  private static void condition(ValidatedField condition) {
    ValidatedField type = condition.field("type");
    Format.keyViolations(type.text()).forEach(why -> type.invalid(type.text(), why));
    chosen(condition.field("status"), STATUSES);
  }

  private static void chosen(ValidatedField field, List<String> values) {
    if (field.isEmpty()) {
      field.required(valid(values));
    } else if (!values.contains(field.text())) {
      field.notSupported(values);
    }
  }

  private static String valid(List<String> values) {
    return "valid values: [\"" + String.join("\" \"", values) + "\"]";
  }

  public static void success(ValidatedField policy) {
    ValidatedField rules = policy.field("rules");
    if (rules.isEmpty()) {
      rules.required("at least one rules must be specified when the successPolicy is specified");
    }
    if (rules.value().size() > MOST_RULES) {
      rules.tooMany(MOST_RULES);
    }
    long completions = policy.parent().field("completions").number();
    for (ValidatedField rule : rules.items()) {
      ValidatedField count = rule.field("succeededCount");
      if (!rule.has("succeededCount") && !rule.has("succeededIndexes")) {
        rule.required("at least one of succeededCount or succeededIndexes must be specified");
      }
      if (count.number() < 0) {
        count.invalid("must be greater than or equal to 0");
      } else if (count.number() > completions) {
        count.invalid(
            "must be less than or equal to %d (the number of specified completions)"
                .formatted(completions));
      }
    }
  }
}
