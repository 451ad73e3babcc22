package dev.cnilab.cluster.apiserver.validation;

import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.log.GoInteger;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.object.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which requirements a selector may have, in the words of apimachinery's {@code NewRequirement}.
 */
public final class SelectorRules {
  private static final Set<LabelSelector.Operator> ORDERED =
      EnumSet.of(LabelSelector.Operator.GREATER, LabelSelector.Operator.LESS);

  private SelectorRules() {}

  /**
   * Checks that a selector is valid.
   *
   * @throws IllegalArgumentException if it is not; the message is the API server's
   */
  public static void requireValid(LabelSelector selector) {
    for (Requirement requirement : selector.requirements()) {
      List<String> errors = violations(requirement);
      if (!errors.isEmpty()) {
        throw new IllegalArgumentException(
            "unable to parse requirement: "
                + (errors.size() > 1 ? "[" + String.join(", ", errors) + "]" : errors.getFirst()));
      }
    }
  }

  private static List<String> violations(Requirement requirement) {
    List<String> errors = new ArrayList<>();
    String key = requirement.key();
    Format.keyViolations(key).forEach(why -> errors.add(invalid("<nil>", key, why)));
    int index = 0;
    for (String value : requirement.values()) {
      String field = "values[" + index + "]";
      if (ORDERED.contains(requirement.operator()) && !isInteger(value)) {
        errors.add(invalid(field, value, "for 'Gt', 'Lt' operators, the value must be an integer"));
      }
      Format.LABEL_VALUE
          .violation(value)
          .ifPresent(why -> errors.add(invalid(field + "[" + key + "]", value, why)));
      index++;
    }
    return errors;
  }

  private static boolean isInteger(String value) {
    try {
      GoInteger.parse(value);
      return true;
    } catch (NumberFormatException other) {
      return false;
    }
  }

  private static String invalid(String field, String value, String why) {
    return field + ": Invalid value: " + GoText.quote(value) + ": " + why;
  }
}
