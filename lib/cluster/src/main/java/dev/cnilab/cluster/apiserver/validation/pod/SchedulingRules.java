package dev.cnilab.cluster.apiserver.validation.pod;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where a pod may run: tolerations, spreading, affinity. */
public final class SchedulingRules {
  private SchedulingRules() {}

  public static void toleration(ValidatedField toleration) {
    String operator = toleration.text("operator");
    ValidatedField effect = toleration.field("effect");
    if (toleration.text("key").isEmpty() && !operator.equals("Exists")) {
      toleration
          .field("operator")
          .invalid(
              operator,
              "operator must be Exists when `key` is empty, which means \"match all values and all"
                  + " keys\"");
    }
    if (toleration.has("tolerationSeconds") && !effect.text().equals("NoExecute")) {
      effect.invalid(effect.text(), "effect must be 'NoExecute' when `tolerationSeconds` is set");
    }
    String value = toleration.text("value");
    switch (operator) {
      case "", "Equal" -> {
        List<String> violations = Format.LABEL_VALUE.violations(value);
        if (!violations.isEmpty()) {
          toleration.field("operator").invalid(value, String.join(";", violations));
        }
      }
      case "Exists" -> {
        if (!value.isEmpty()) {
          toleration
              .field("operator")
              .invalid(value, "value must be empty when `operator` is 'Exists'");
        }
      }
      default -> toleration.field("operator").notSupported(List.of("Equal", "Exists"));
    }
  }

  /** No later constraint has the same topology key and the same action. */
  public static void spreadOnce(ValidatedField constraints) {
    List<ValidatedField> all = constraints.items();
    Map<String, Integer> left = new HashMap<>();
    all.forEach(constraint -> left.merge(kind(constraint), 1, Integer::sum));
    for (ValidatedField constraint : all) {
      String kind = kind(constraint);
      if (left.merge(kind, -1, Integer::sum) > 0) {
        constraint.field("{topologyKey, whenUnsatisfiable}").duplicate(kind);
      }
    }
  }

  private static String kind(ValidatedField constraint) {
    return "{" + constraint.text("topologyKey") + ", " + constraint.text("whenUnsatisfiable") + "}";
  }

  public static void minDomains(ValidatedField minDomains) {
    String action = minDomains.parent().text("whenUnsatisfiable");
    Checks.ABOVE_ZERO.at(minDomains);
    if (!action.equals("DoNotSchedule")) {
      minDomains.invalid(
          "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not " + action);
    }
  }

  /** A topology key; an empty one gives three errors. */
  public static void topologyKey(ValidatedField term) {
    ValidatedField key = term.field("topologyKey");
    if (key.isEmpty()) {
      key.required("can not be empty");
    }
    Format.keyViolations(key.text()).forEach(why -> key.invalid(key.text(), why));
  }

  /** A requirement on a node's labels. */
  public static void nodeLabels(ValidatedField requirement) {
    ValidatedField values = requirement.field("values");
    switch (requirement.text("operator")) {
      case "In", "NotIn" -> {
        if (values.isEmpty()) {
          values.required("must be specified when `operator` is 'In' or 'NotIn'");
        }
      }
      case "Exists", "DoesNotExist" -> {
        if (!values.isEmpty()) {
          values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
      }
      case "Gt", "Lt" -> {
        if (values.value().size() != 1) {
          values.required("must be specified single value when `operator` is 'Lt' or 'Gt'");
        }
      }
      default ->
          requirement
              .field("operator")
              .invalid(requirement.text("operator"), "not a valid selector operator");
    }
    ValidatedField key = requirement.field("key");
    Format.keyViolations(key.text()).forEach(why -> key.invalid(key.text(), why));
    for (ValidatedField value : values.items()) {
      value.invalid(Format.LABEL_VALUE.violations(value.text()));
    }
  }

  /** The only field of a node that can be matched is its name. */
  public static void nodeFields(ValidatedField requirement) {
    ValidatedField operator = requirement.field("operator");
    if (!List.of("In", "NotIn").contains(operator.text())) {
      operator.invalid(operator.text(), "not a valid selector operator");
    } else if (requirement.field("values").value().size() != 1) {
      requirement
          .field("values")
          .required(
              "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
    }
    if (!requirement.text("key").equals("metadata.name")) {
      requirement.field("key").invalid(requirement.text("key"), "not a valid field selector key");
    }
  }

  /** The API server reports the list under another name. */
  public static void namespaces(ValidatedField term) {
    for (ValidatedField name : term.items("namespaces")) {
      Format.LABEL
          .violations(name.text())
          .forEach(why -> term.field("namespace").invalid(name.text(), why));
    }
  }

  public static void gates(ValidatedField gates) {
    Set<JsonNode> seen = new HashSet<>();
    for (ValidatedField gate : gates.items()) {
      String name = gate.text("name");
      Format.keyViolations(name).forEach(why -> gate.invalid(name, why));
      if (!seen.add(gate.value().path("name"))) {
        gate.duplicate(name);
      }
    }
  }
}
