package dev.cnilab.cluster.apiserver.validation.status;

import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Conditions of the kinds that check them. */
public final class ConditionRules {
  static final List<String> STATES = List.of("False", "True", "Unknown");
  private static final String REASON = "[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?";
  private static final Pattern REASONS = Pattern.compile(REASON);
  private static final int LONGEST_REASON = 1024;
  private static final int LONGEST_MESSAGE = 32 * 1024;

  private ConditionRules() {}

  /** Those of the type that kinds share, {@code metav1.Condition}. */
  public static void shared(ValidatedField conditions) {
    Set<String> seen = new HashSet<>();
    for (ValidatedField condition : conditions.items()) {
      String type = condition.text("type");
      if (!seen.add(type)) {
        condition.duplicate(type);
      }
      ValidatedField named = condition.field("type");
      if (type.isEmpty()) {
        named.required("is required");
      } else {
        Format.keyViolations(type).forEach(why -> named.invalid(type, why));
      }
      state(condition.field("status"), STATES);
      ValidatedField generation = condition.field("observedGeneration");
      if (generation.number() < 0) {
        generation.invalid("must be greater than or equal to zero");
      }
      if (condition.field("lastTransitionTime").isEmpty()) {
        condition.field("lastTransitionTime").required("");
      }
      reason(condition.field("reason"));
      Checks.maxBytes(LONGEST_MESSAGE).at(condition.field("message"));
    }
  }

  /** A condition has one of the states that its type allows. */
  static void state(ValidatedField status, List<String> states) {
    if (status.isEmpty()) {
      status.required("");
    } else if (!states.contains(status.text())) {
      status.notSupported(states);
    }
  }

  private static void reason(ValidatedField reason) {
    if (reason.isEmpty()) {
      reason.required("");
    } else if (!REASONS.matcher(reason.text()).matches()) {
      reason.invalid(
          "a condition reason must start with alphabetic character, optionally followed by a string"
              + " of alphanumeric characters or '_,:', and must end with an alphanumeric character"
              + " or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or"
              + " 'ReasonA:ReasonB', regex used for validation is '"
              + REASON
              + "')");
    }
    Checks.maxBytes(LONGEST_REASON).at(reason);
  }

  /** Those of API priority and fairness: each has a type of its own. */
  public static void ofFlows(ValidatedField conditions) {
    Set<String> seen = new HashSet<>();
    for (ValidatedField condition : conditions.items()) {
      ValidatedField type = condition.field("type");
      if (!seen.add(type.text())) {
        type.duplicate(type.text());
      }
      if (type.isEmpty()) {
        type.required("");
      }
    }
  }
}
