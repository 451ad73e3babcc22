package dev.cnilab.cluster.apiserver.validation.kind;

import dev.cnilab.cluster.apiserver.expression.ExpressionException;
import dev.cnilab.cluster.apiserver.expression.PolicyTypes;
import dev.cnilab.cluster.apiserver.validation.field.Place;
import java.util.List;

/** CEL expressions of policies and webhooks are compiled when they are written. */
public final class AdmissionRules {
  private static final String NOTHING =
      "validations or auditAnnotations must contain at least one item";
  private static final List<String> REASONS =
      List.of("Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized");

  private AdmissionRules() {}

  /** The expressions of a ValidatingAdmissionPolicy, in the order of its fields. */
  public static void policy(Place spec) {
    PolicyTypes types =
        spec.has("paramKind") ? PolicyTypes.withParameters() : PolicyTypes.withoutParameters();
    Place constraints = spec.field("matchConstraints");
    if (!spec.has("matchConstraints")) {
      constraints.required("");
    } else if (constraints.items("resourceRules").isEmpty()) {
      constraints.field("resourceRules").required("");
    }
    spec.items("matchConditions").forEach(condition -> condition(condition, types));
    spec.items("variables").forEach(variable -> variable(variable, types));
    if (spec.items("validations").isEmpty() && spec.items("auditAnnotations").isEmpty()) {
      spec.field("validations").required(NOTHING);
      spec.field("auditAnnotations").required(NOTHING);
      return;
    }
    spec.items("validations").forEach(validation -> validation(validation, types));
    for (Place annotation : spec.items("auditAnnotations")) {
      Place value = annotation.field("valueExpression");
      if (value.text().isBlank()) {
        value.required("valueExpression is not specified");
      } else {
        require(value, value.text(), types, List.of("string", "null_type"));
      }
    }
  }

  /** The {@code matchConditions} of a webhook. */
  public static void webhook(Place webhook) {
    PolicyTypes types = PolicyTypes.withoutParameters();
    webhook.items("matchConditions").forEach(condition -> condition(condition, types));
  }

  private static void condition(Place condition, PolicyTypes types) {
    Place expression = condition.field("expression");
    if (expression.text().isBlank()) {
      expression.required("");
    } else {
      require(expression, expression.text().strip(), types, List.of("bool"));
    }
    Place name = condition.field("name");
    if (name.isEmpty()) {
      name.required("");
    }
  }

  private static void variable(Place variable, PolicyTypes types) {
    Place name = variable.field("name");
    if (name.text().isBlank()) {
      name.required("name is not specified");
    } else if (!name.text().matches("[_a-zA-Z][_a-zA-Z0-9]*")) {
      name.invalid("must be a valid CEL identifier");
    }
    Place expression = variable.field("expression");
    if (expression.text().isBlank()) {
      expression.required("expression is not specified");
      return;
    }
    try {
      types.name(name.text(), expression.text());
    } catch (ExpressionException meaningless) {
      expression.invalid(meaningless.words());
    }
  }

  private static void validation(Place validation, PolicyTypes types) {
    Place expression = validation.field("expression");
    if (expression.text().isBlank()) {
      expression.required("expression is not specified");
    } else {
      require(expression, expression.text(), types, List.of("bool"));
    }
    Place words = validation.field("messageExpression");
    if (validation.has("messageExpression") && words.text().isBlank()) {
      words.invalid("must be non-empty if specified");
    } else if (validation.has("messageExpression")) {
      require(words, words.text(), types, List.of("string"));
    }
    Place message = validation.field("message");
    if (!message.text().isEmpty() && message.text().isBlank()) {
      message.invalid("must be non-empty if specified");
    } else if (message.text().strip().contains("\n")) {
      message.invalid("must not contain line breaks");
    }
    Place reason = validation.field("reason");
    if (validation.has("reason") && !REASONS.contains(reason.text())) {
      reason.notSupported(REASONS);
    }
  }

  private static void require(
      Place expression, String text, PolicyTypes types, List<String> wanted) {
    try {
      String found = types.typeOf(text);
      if (!wanted.contains(found)) {
        String names =
            wanted.size() == 1 ? wanted.getFirst() : "one of [" + String.join(" ", wanted) + "]";
        expression.invalid("must evaluate to " + names + " but got " + found);
      }
    } catch (ExpressionException meaningless) {
      expression.invalid(meaningless.words());
    }
  }
}
