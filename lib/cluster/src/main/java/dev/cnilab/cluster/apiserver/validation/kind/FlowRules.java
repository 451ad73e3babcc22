package dev.cnilab.cluster.apiserver.validation.kind;

import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.GoValue;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.object.Json;
import java.util.List;

/** API priority and fairness; {@code pkg/apis/flowcontrol/validation}. */
public final class FlowRules {
  private static final long LAST_FLOW = 10_000;
  private static final List<String> KINDS = List.of("Group", "ServiceAccount", "User");
  private static final List<String> RESPONSES = List.of("Queue", "Reject");

  private FlowRules() {}

  public static void flow(ValidatedField spec) {
    ValidatedField order = spec.field("matchingPrecedence");
    if (order.number() > LAST_FLOW) {
      order.invalid("must not be greater than " + LAST_FLOW);
    } else if (order.number() <= 0) {
      order.invalid("must be a positive value");
    }
    ValidatedField method = spec.field("distinguisherMethod");
    List<String> methods = List.of("ByNamespace", "ByUser");
    if (spec.has("distinguisherMethod") && !methods.contains(method.text("type"))) {
      method.field("type").notSupported(GoValue.of(method.value(), "Type="), methods);
    }
    ValidatedField level = spec.field("priorityLevelConfiguration").field("name");
    if (level.isEmpty()) {
      level.required("must reference a priority level");
    } else {
      level.invalid(Format.SUBDOMAIN.violations(level.text()));
    }
  }

  /** Whom a flow's rule is about, and what. */
  public static void rule(ValidatedField rule) {
    if (rule.field("subjects").isEmpty()) {
      rule.field("subjects").required("subjects must contain at least one value");
    }
    rule.items("subjects").forEach(FlowRules::subject);
    if (rule.field("resourceRules").isEmpty() && rule.field("nonResourceRules").isEmpty()) {
      rule.required("at least one of resourceRules and nonResourceRules has to be non-empty");
    }
  }

  private static void subject(ValidatedField subject) {
    String kind = subject.text("kind");
    if (!KINDS.contains(kind)) {
      subject.field("kind").notSupported(KINDS);
      return;
    }
    named(subject, kind);
    for (String other : List.of("ServiceAccount", "User", "Group")) {
      if (!other.equals(kind) && subject.has(Json.memberField(other))) {
        subject
            .field(Json.memberField(other))
            .forbidden(
                "%s is forbidden when subject kind is not '%s'"
                    .formatted(Json.memberField(other), other));
      }
    }
  }

  private static void named(ValidatedField subject, String kind) {
    ValidatedField details = subject.field(Json.memberField(kind));
    ValidatedField name = details.field("name");
    if (!subject.has(Json.memberField(kind))) {
      details.required(
          "%s is required when subject kind is '%s'".formatted(Json.memberField(kind), kind));
      return;
    }
    if (name.isEmpty()) {
      name.required("");
    }
    if (kind.equals("ServiceAccount")) {
      ValidatedField namespace = details.field("namespace");
      if (!name.isEmpty() && !name.text().equals("*")) {
        name.invalid(Format.SUBDOMAIN.violations(name.text()));
      }
      if (namespace.isEmpty()) {
        namespace.required("must specify namespace for service account");
      } else {
        namespace.invalid(Format.LABEL.violations(namespace.text()));
      }
    }
  }

  /** What a limited level does with the requests beyond its limit. */
  public static void response(ValidatedField limited) {
    ValidatedField response = limited.field("limitResponse");
    ValidatedField type = response.field("type");
    if (!type.isEmpty() && !RESPONSES.contains(type.text())) {
      type.notSupported(RESPONSES);
    }
    if (type.text().equals("Queue") && response.has("queuing")) {
      queuing(response.field("queuing"));
    }
  }

  private static void queuing(ValidatedField queuing) {
    positive(queuing.field("queueLengthLimit"));
    positive(queuing.field("queues"));
    ValidatedField hand = queuing.field("handSize");
    long queues = queuing.field("queues").number();
    if (hand.number() > 0 && hand.number() > queues) {
      hand.invalid("should not be greater than queues (%d)".formatted(queues));
    } else {
      positive(hand);
    }
  }

  private static void positive(ValidatedField number) {
    if (number.number() <= 0) {
      number.invalidNumber("must be positive");
    }
  }

  /** What declarative validation finds in a level, after everything else. */
  public static void level(ValidatedField spec) {
    boolean isLimited = spec.text("type").equals("Limited");
    if (!isLimited && spec.has("limited")) {
      spec.field("limited").forbidden("");
    }
    if (isLimited && spec.has("exempt")) {
      spec.field("exempt").forbidden("");
    }
    ValidatedField response = spec.field("limited").field("limitResponse");
    if (!spec.has("limited")) {
      return;
    }
    boolean queues = response.text("type").equals("Queue");
    if (queues && !response.has("queuing")) {
      response.field("queuing").required("");
    } else if (!queues && response.has("queuing")) {
      response.field("queuing").forbidden("");
    }
    if (response.text("type").isEmpty()) {
      response.field("type").required("");
    }
  }
}
