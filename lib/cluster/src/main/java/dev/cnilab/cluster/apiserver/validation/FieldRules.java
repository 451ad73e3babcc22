package dev.cnilab.cluster.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What must hold of single fields, read from {@code rules.txt}: a line has a field of a type, and
 * the checks it must pass.
 */
final class FieldRules {
  private static final Map<String, Map<String, List<String>>> RULES = read();
  private static final int LARGEST_PORT = 65535;

  private FieldRules() {}

  /** The first error of each field of a struct that has rules. */
  static void check(String type, JsonNode struct, String path, List<FieldError> errors) {
    RULES
        .getOrDefault(type, Map.of())
        .forEach(
            (field, checks) -> {
              JsonNode value = struct.path(field);
              String place = path.isEmpty() ? field : path + "." + field;
              for (String check : checks) {
                Optional<FieldError> error = check(check, place, value);
                if (error.isPresent()) {
                  errors.add(error.get());
                  return;
                }
              }
            });
  }

  private static Optional<FieldError> check(String check, String place, JsonNode value) {
    boolean absent =
        value.isMissingNode()
            || (value.isTextual() && value.asText().isEmpty())
            || (value.isArray() && value.isEmpty())
            || (value.isIntegralNumber() && value.asLong() == 0 && check.equals("required"));
    if (check.equals("required")) {
      return absent ? Optional.of(FieldError.required(place, "")) : Optional.empty();
    }
    if (absent) {
      return Optional.empty();
    }
    String text = value.asText();
    return switch (check) {
      case "label" -> invalid(place, value, Format.LABEL.violation(text));
      case "subdomain" -> invalid(place, value, Format.SUBDOMAIN.violation(text));
      case "portName" -> invalid(place, value, portName(text));
      case "cidr" -> invalid(place, value, cidr(text));
      case "port" -> invalid(place, value, port(value.asLong()));
      case "nonNegative" ->
          value.asLong() < 0
              ? invalid(place, value, Optional.of("must be greater than or equal to 0"))
              : Optional.empty();
      default -> {
        List<String> supported =
            Arrays.asList(check.substring(check.indexOf('=') + 1).split("\\|", -1));
        yield supported.contains(text)
            ? Optional.empty()
            : Optional.of(FieldError.notSupported(place, text, supported));
      }
    };
  }

  private static Optional<FieldError> invalid(
      String place, JsonNode value, Optional<String> violation) {
    return violation.map(why -> FieldError.invalid(place, value, why));
  }

  static Optional<String> port(long number) {
    return number < 1 || number > LARGEST_PORT
        ? Optional.of("must be between 1 and " + LARGEST_PORT + ", inclusive")
        : Optional.empty();
  }

  static Optional<String> cidr(String text) {
    int slash = text.indexOf('/');
    String length = text.substring(slash + 1);
    boolean valid =
        slash > 0
            && StructRules.isAddress(text.substring(0, slash))
            && length.matches("\\d{1,3}")
            && Integer.parseInt(length) <= (text.contains(":") ? 128 : 32);
    return valid
        ? Optional.empty()
        : Optional.of("must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)");
  }

  static Optional<String> portName(String name) {
    return portNameViolations(name).stream().findFirst();
  }

  /** All that is wrong with a port's name. */
  static List<String> portNameViolations(String name) {
    List<String> violations = new ArrayList<>();
    if (name.length() > 15) {
      violations.add("must be no more than 15 characters");
    }
    if (!name.matches("[-a-z0-9]+")) {
      violations.add("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
    }
    if (!name.matches(".*[a-z].*")) {
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

  private static Map<String, Map<String, List<String>>> read() {
    Map<String, Map<String, List<String>>> rules = new HashMap<>();
    try (InputStream in =
        Objects.requireNonNull(FieldRules.class.getResourceAsStream("rules.txt"))) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        List<String> words = Arrays.asList(line.split(" ", -1));
        int dot = words.getFirst().lastIndexOf('.');
        rules
            .computeIfAbsent(words.getFirst().substring(0, dot), absent -> new LinkedHashMap<>())
            .put(words.getFirst().substring(dot + 1), words.subList(1, words.size()));
      }
      return rules;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
