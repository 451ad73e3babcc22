package dev.cnilab.cluster.apiserver.validation.kind;

import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.Set;

/** Events; {@code pkg/apis/core/validation/events.go}. */
public final class EventRules {
  private static final String ELSEWHERE = "does not match event.namespace";

  /** A count of 0 means none: clients that send protobuf always include it. */
  private static final Set<String> UNSET = Set.of("", "0");

  private static final Set<String> HOMES = Set.of("default", "kube-system");

  private EventRules() {}

  /** The rules for every event: one with an eventTime is of the new kind. */
  public static void check(ValidatedField event) {
    check(event, event.field("reportingComponent"));
  }

  private static void check(ValidatedField event, ValidatedField reporter) {
    ValidatedField about = event.field("involvedObject").field("namespace");
    String namespace = event.field("metadata").text("namespace");
    if (event.text("eventTime").isEmpty()) {
      boolean fits =
          about.isEmpty()
              ? namespace.equals("default") || namespace.isEmpty()
              : about.text().equals(namespace);
      if (!fits) {
        about.invalid(about.text(), ELSEWHERE);
      }
      return;
    }
    if (about.isEmpty() && !HOMES.contains(namespace)) {
      about.invalid("", ELSEWHERE);
    }
    reporter(reporter);
    for (String field : new String[] {"reportingInstance", "action", "reason"}) {
      if (event.text(field).isEmpty()) {
        event.field(field).required("");
      }
    }
  }

  private static void reporter(ValidatedField reporter) {
    if (reporter.isEmpty()) {
      reporter.required("");
    }
    Format.keyViolations(reporter.text()).forEach(why -> reporter.invalid(reporter.text(), why));
  }

  /**
   * The rules for an event that arrives through events.k8s.io/v1, which has its own field names.
   */
  public static void strict(ValidatedField event) {
    ValidatedField reporter = event.field("reportingComponent");
    check(event, reporter.shownAt(event.field("reportingController")));
    if (event.text("eventTime").isEmpty()) {
      event.field("eventTime").required("");
    }
    String type = event.text("type");
    if (!type.equals("Normal") && !type.equals("Warning")) {
      event.field("type").invalid("", "has invalid value: " + type);
    }
    for (String field : new String[] {"firstTimestamp", "lastTimestamp", "count"}) {
      if (!UNSET.contains(event.text(field))) {
        event.field(field).invalid("", "needs to be unset");
      }
    }
  }
}
