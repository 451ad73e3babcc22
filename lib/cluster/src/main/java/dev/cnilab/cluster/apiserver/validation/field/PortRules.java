package dev.cnilab.cluster.apiserver.validation.field;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Ports, by number or by name. */
public final class PortRules {
  private static final Check NUMBER = Checks.range(1, 65535);
  private static final Predicate<String> CHARACTERS =
      java.util.regex.Pattern.compile("[-a-z0-9]+").asMatchPredicate();

  private PortRules() {}

  /** A number must be a valid port, a string a valid port name. */
  public static void check(ValidatedField port) {
    if (port.value().isTextual()) {
      port.invalid(nameViolations(port.text()));
    } else if (!port.value().isMissingNode()) {
      NUMBER.at(port);
    }
  }

  /** All violations of a port's name. */
  public static List<String> nameViolations(String name) {
    List<String> violations = new ArrayList<>();
    if (name.length() > 15) {
      violations.add("must be no more than 15 characters");
    }
    if (!CHARACTERS.test(name)) {
      violations.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if (name.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
      violations.add("must contain at least one letter (a-z)");
    }
    if (name.contains("--")) {
      violations.add("must not contain consecutive hyphens");
    }
    if (name.startsWith("-") || name.endsWith("-")) {
      violations.add("must not begin or end with a hyphen");
    }
    return violations;
  }
}
