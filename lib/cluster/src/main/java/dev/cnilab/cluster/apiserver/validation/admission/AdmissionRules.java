package dev.cnilab.cluster.apiserver.validation.admission;

import dev.cnilab.cluster.apiserver.expression.ExpressionException;
import dev.cnilab.cluster.apiserver.expression.PolicyTypes;
import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.Paths;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** CEL expressions of policies and webhooks are compiled when they are written. */
public final class AdmissionRules {
  private static final String NOTHING =
      "validations or auditAnnotations must contain at least one item";
  private static final List<String> REASONS =
      List.of("Forbidden", "Invalid", "RequestEntityTooLarge", "Unauthorized");

  /** What a mutation's expression must evaluate to: the type here, and a real server's name. */
  private record Result(String type, String words) {}

  private static final Result OBJECT = new Result("map", "Object");
  private static final Result OPERATIONS = new Result("list", "list(JSONPatch)");
  private static final List<String> ACTIONS = List.of("Audit", "Deny", "Warn");
  private static final List<String> MUTATED = List.of("*", "CONNECT", "CREATE", "UPDATE");

  private static final int MOST_CONDITIONS = 64;

  private AdmissionRules() {}

  /** What a policy's binding does with a refusal. */
  public static void actions(ValidatedField actions) {
    Checks.setOf(ACTIONS).at(actions);
    List<String> chosen = actions.items().stream().map(ValidatedField::text).toList();
    if (chosen.contains("Deny") && chosen.contains("Warn")) {
      actions.invalid(
          "must not contain both Deny and Warn (repeating the same validation failure information"
              + " in the API response and headers serves no purpose)");
    }
  }

  /** Which parameters a binding gives to its policy. */
  public static void parameters(ValidatedField reference) {
    String either = "name and selector are mutually exclusive";
    ValidatedField name = reference.field("name");
    ValidatedField selector = reference.field("selector");
    name.invalid(Paths.segment(name.text()));
    if (!name.isEmpty() && reference.has("selector")) {
      name.forbidden(either);
      selector.forbidden(either);
    } else if (name.isEmpty() && !reference.has("selector")) {
      reference.required("one of name or selector must be specified");
    }
    ValidatedField action = reference.field("parameterNotFoundAction");
    if (action.isEmpty()) {
      action.required("");
    } else if (!List.of("Deny", "Allow").contains(action.text())) {
      action.notSupported(List.of("Deny", "Allow"));
    }
  }

  /** The expressions of a ValidatingAdmissionPolicy, in the order of its fields. */
  public static void policy(ValidatedField spec) {
    PolicyTypes types =
        spec.has("paramKind") ? PolicyTypes.withParameters() : PolicyTypes.withoutParameters();
    common(spec, types);
    if (spec.items("validations").isEmpty() && spec.items("auditAnnotations").isEmpty()) {
      spec.field("validations").required(NOTHING);
      spec.field("auditAnnotations").required(NOTHING);
      return;
    }
    spec.items("validations").forEach(validation -> validation(validation, types));
    for (ValidatedField annotation : spec.items("auditAnnotations")) {
      ValidatedField value = annotation.field("valueExpression");
      if (value.text().isBlank()) {
        value.required("valueExpression is not specified");
      } else {
        require(value, value.text(), types, List.of("string", "null_type"));
      }
    }
  }

  /** The expressions of a MutatingAdmissionPolicy, in the order of its fields. */
  public static void mutatingPolicy(ValidatedField spec) {
    PolicyTypes types =
        spec.has("paramKind") ? PolicyTypes.ofMutationWithParameters() : PolicyTypes.ofMutation();
    common(spec, types);
    for (ValidatedField rule : spec.field("matchConstraints").items("resourceRules")) {
      for (ValidatedField operation : rule.items("operations")) {
        if (!MUTATED.contains(operation.text())) {
          spec.field("matchConstraints")
              .field("resourceRules")
              .field("operations")
              .notSupported(operation.text(), MUTATED);
        }
      }
    }
    if (spec.items("mutations").isEmpty()) {
      spec.field("mutations").required("mutations must contain at least one item");
    }
    spec.items("mutations").forEach(mutation -> mutation(mutation, types));
  }

  private static void common(ValidatedField spec, PolicyTypes types) {
    ValidatedField constraints = spec.field("matchConstraints");
    if (!spec.has("matchConstraints")) {
      constraints.required("");
    } else if (constraints.items("resourceRules").isEmpty()) {
      constraints.field("resourceRules").required("");
    }
    conditions(spec, types);
    spec.items("variables").forEach(variable -> variable(variable, types));
  }

  private static void mutation(ValidatedField mutation, PolicyTypes types) {
    ValidatedField patchType = mutation.field("patchType");
    switch (patchType.text()) {
      case "" -> patchType.required("");
      case "ApplyConfiguration" -> expression(mutation, "applyConfiguration", types, OBJECT);
      case "JSONPatch" -> expression(mutation, "jsonPatch", types, OPERATIONS);
      default -> patchType.notSupported(List.of("ApplyConfiguration", "JSONPatch"));
    }
  }

  private static void expression(
      ValidatedField mutation, String field, PolicyTypes types, Result wanted) {
    ValidatedField expression = mutation.field(field).field("expression");
    if (!mutation.has(field)) {
      mutation
          .field(field)
          .required("must be specified when patchType is " + mutation.field("patchType").text());
    } else if (expression.text().isBlank()) {
      expression.required("expression is not specified");
    } else {
      require(expression, types, wanted);
    }
  }

  private static void require(ValidatedField expression, PolicyTypes types, Result wanted) {
    try {
      String found = types.typeOf(expression.text());
      if (!found.equals(wanted.type())) {
        expression.invalid(
            "must evaluate to %s but got %s"
                .formatted(wanted.words(), found.equals(OBJECT.type()) ? OBJECT.words() : found));
      }
    } catch (ExpressionException meaningless) {
      expression.invalid(meaningless.words());
    }
  }

  /** The fields of a webhook after the selectors. */
  public static void webhook(ValidatedField webhook) {
    WebhookClientRules.check(webhook.field("clientConfig"));
    PolicyTypes types = PolicyTypes.withoutParameters();
    conditions(webhook, types);
    WebhookRules.versions(webhook.field("admissionReviewVersions"));
  }

  private static void conditions(ValidatedField subject, PolicyTypes types) {
    ValidatedField conditions = subject.field("matchConditions");
    if (conditions.value().size() > MOST_CONDITIONS) {
      conditions.tooMany(MOST_CONDITIONS);
    }
    Set<String> names = new HashSet<>();
    for (ValidatedField condition : conditions.items()) {
      condition(condition, types);
      if (!condition.text("name").isEmpty() && !names.add(condition.text("name"))) {
        condition.field("name").duplicate();
      }
    }
  }

  private static void condition(ValidatedField condition, PolicyTypes types) {
    ValidatedField expression = condition.field("expression");
    if (expression.text().isBlank()) {
      expression.required("");
    } else {
      require(expression, expression.text().strip(), types, List.of("bool"));
    }
    ValidatedField name = condition.field("name");
    if (name.isEmpty()) {
      name.required("");
    } else {
      name.invalid(Format.keyViolations(name.text()));
    }
  }

  private static void variable(ValidatedField variable, PolicyTypes types) {
    ValidatedField name = variable.field("name");
    if (name.text().isBlank()) {
      name.required("name is not specified");
    } else if (!name.text().matches("[_a-zA-Z][_a-zA-Z0-9]*")) {
      name.invalid("must be a valid CEL identifier");
    }
    ValidatedField expression = variable.field("expression");
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

  private static void validation(ValidatedField validation, PolicyTypes types) {
    ValidatedField expression = validation.field("expression");
    if (expression.text().isBlank()) {
      expression.required("expression is not specified");
    } else {
      require(expression, expression.text(), types, List.of("bool"));
    }
    ValidatedField words = validation.field("messageExpression");
    if (validation.has("messageExpression") && words.text().isBlank()) {
      words.invalid("must be non-empty if specified");
    } else if (validation.has("messageExpression")) {
      require(words, words.text(), types, List.of("string"));
    }
    ValidatedField message = validation.field("message");
    if (!message.text().isEmpty() && message.text().isBlank()) {
      message.invalid("must be non-empty if specified");
    } else if (message.text().strip().contains("\n")) {
      message.invalid("must not contain line breaks");
    }
    ValidatedField reason = validation.field("reason");
    if (validation.has("reason") && !REASONS.contains(reason.text())) {
      reason.notSupported(REASONS);
    }
  }

  private static void require(
      ValidatedField expression, String text, PolicyTypes types, List<String> wanted) {
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
