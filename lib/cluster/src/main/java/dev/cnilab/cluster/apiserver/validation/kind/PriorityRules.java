package dev.cnilab.cluster.apiserver.validation.kind;

import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.Map;

/** PriorityClasses: the highest values are reserved for the system. */
public final class PriorityRules {
  private static final String SYSTEM = "system-";
  private static final long HIGHEST = 1_000_000_000;
  private static final Map<String, Long> KNOWN =
      Map.of("system-cluster-critical", 2_000_000_000L, "system-node-critical", 2_000_001_000L);

  private PriorityRules() {}

  public static void check(ValidatedField priorityClass) {
    ValidatedField name = priorityClass.field("metadata").field("name");
    ValidatedField value = priorityClass.field("value");
    if (name.text().startsWith(SYSTEM)) {
      system(priorityClass, name, value.number());
    } else if (value.number() > HIGHEST) {
      value.forbidden("maximum allowed value of a user defined priority is " + HIGHEST);
    }
  }

  private static void system(ValidatedField priorityClass, ValidatedField name, long value) {
    Long known = KNOWN.get(name.text());
    String error;
    if (known == null) {
      error = name.text() + " is not a known system priority class";
    } else if (known != value) {
      error = "value of " + name.text() + " PriorityClass must be " + known;
    } else if (priorityClass.is("globalDefault")) {
      error = "globalDefault of " + name.text() + " PriorityClass must be false";
    } else {
      return;
    }
    name.forbidden(
        "priority class names with 'system-' prefix are reserved for system use only. error: "
            + error);
  }
}
