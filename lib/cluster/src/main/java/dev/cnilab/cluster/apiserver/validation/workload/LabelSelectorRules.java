package dev.cnilab.cluster.apiserver.validation.workload;

import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.object.LabelSelector;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Label selectors, and that they match the template's labels. */
public final class LabelSelectorRules {
  private static final Set<String> OPERATORS = Set.of("In", "NotIn", "Exists", "DoesNotExist");
  private static final Set<String> WITH_VALUES = Set.of("In", "NotIn");

  private static final String MISMATCH = "`selector` does not match template `labels`";

  private LabelSelectorRules() {}

  public static void requirement(ValidatedField requirement) {
    ValidatedField values = requirement.field("values");
    String operator = requirement.text("operator");
    if (!OPERATORS.contains(operator)) {
      requirement.field("operator").invalid(operator, "not a valid selector operator");
    } else if (WITH_VALUES.contains(operator) && values.isEmpty()) {
      values.required("must be specified when `operator` is 'In' or 'NotIn'");
    } else if (!WITH_VALUES.contains(operator) && !values.isEmpty()) {
      values.forbidden("may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
    }
    ValidatedField key = requirement.field("key");
    Format.keyViolations(key.text()).forEach(why -> key.invalid(key.text(), why));
    for (ValidatedField value : values.items()) {
      value.invalid(Format.LABEL_VALUE.violations(value.text()));
    }
  }

  private static boolean isMeaningful(ValidatedField requirement) {
    String operator = requirement.text("operator");
    return OPERATORS.contains(operator)
        && WITH_VALUES.contains(operator) != requirement.field("values").isEmpty()
        && Format.keyViolations(requirement.text("key")).isEmpty()
        && requirement.items("values").stream()
            .allMatch(value -> Format.LABEL_VALUE.violations(value.text()).isEmpty());
  }

  /** The selector, if it is valid. */
  private static Optional<LabelSelector> read(ValidatedField selector) {
    boolean labels =
        selector.field("matchLabels").entries().stream()
            .allMatch(
                label ->
                    Format.keyViolations(label.key()).isEmpty()
                        && Format.LABEL_VALUE.violations(label.text()).isEmpty());
    return labels
            && selector.items("matchExpressions").stream()
                .allMatch(LabelSelectorRules::isMeaningful)
        ? Optional.of(LabelSelector.of(selector.value()))
        : Optional.empty();
  }

  /** The selector of a Deployment or ReplicaSet must not be empty. */
  public static void ofReplicas(ValidatedField selector) {
    choosing(selector, "deployment");
    if (!selector.value().isMissingNode() && read(selector).isEmpty()) {
      selector.invalid("invalid label selector");
    }
  }

  public static void ofDaemons(ValidatedField selector) {
    choosing(selector, "daemonset");
  }

  public static void ofStatefulSets(ValidatedField selector) {
    choosing(selector, "statefulset");
  }

  private static void choosing(ValidatedField selector, String kind) {
    if (!selector.value().isMissingNode()
        && selector.field("matchLabels").isEmpty()
        && selector.field("matchExpressions").isEmpty()) {
      selector.invalid("empty selector is invalid for " + kind);
    }
  }

  /** The selector must match the pods of the template. */
  public static void chosen(ValidatedField template) {
    ValidatedField selector = template.parent().field("selector");
    ValidatedField labels = template.field("metadata").field("labels");
    boolean missing = selector.value().isMissingNode(); // a missing one matches nothing
    if (missing
        || (!selector.isEmpty()
            && read(selector).filter(s -> !s.matches(texts(labels))).isPresent())) {
      labels.invalid(MISMATCH);
    }
  }

  private static Map<String, String> texts(ValidatedField labels) {
    Map<String, String> texts = new HashMap<>();
    labels.entries().forEach(label -> texts.put(label.key(), label.text()));
    return texts;
  }

  /** The pod template; the API server leaves "metadata" out of the path. */
  public static void template(ValidatedField template) {
    ValidatedField metadata = template.field("metadata");
    Checks.LABELS.at(metadata.field("labels").shownAt(template.field("labels")));
    for (ValidatedField annotation : metadata.field("annotations").entries()) {
      Format.keyViolations(annotation.key().toLowerCase(Locale.ROOT))
          .forEach(why -> template.field("annotations").invalid(annotation.key(), why));
    }
  }

  /** A ReplicationController's selector consists of labels only. */
  public static void chosenByLabels(ValidatedField template) {
    ValidatedField labels = template.field("metadata").field("labels");
    boolean chosen =
        template.parent().field("selector").entries().stream()
            .allMatch(wanted -> labels.value().path(wanted.key()).equals(wanted.value()));
    if (!chosen) {
      labels.invalid(MISMATCH);
    }
  }
}
