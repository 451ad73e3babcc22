package dev.cnilab.cluster.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
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
 * the checks it must pass. Those of a list are for each of its items; {@code kept} and {@code
 * keptOnceSet} compare with what was there before.
 */
final class FieldRules {
  private static final Map<String, Map<String, List<String>>> RULES = read();
  private static final String NEGATIVE = "must be greater than or equal to 0";
  private static final int LARGEST_PORT = 65535;

  private FieldRules() {}

  /**
   * The first error of each field of a struct that has rules.
   *
   * @param old what the struct was before; missing if it is new
   */
  static void check(
      String type, JsonNode struct, JsonNode old, String path, List<FieldError> errors) {
    RULES
        .getOrDefault(type, Map.of())
        .forEach(
            (field, checks) ->
                checks.stream()
                    .flatMap(
                        check ->
                            check(
                                check,
                                path.isEmpty() ? field : path + "." + field,
                                struct.path(field),
                                old.isMissingNode() ? old : old.path(field),
                                old)
                                .stream())
                    .findFirst()
                    .ifPresent(errors::add));
  }

  private static Optional<FieldError> check(
      String check, String place, JsonNode value, JsonNode before, JsonNode old) {
    return switch (check) {
      case "kept" -> old.isMissingNode() ? Optional.empty() : kept(place, value, before);
      case "keptOnceSet" ->
          value.isMissingNode() || before.isMissingNode()
              ? Optional.empty()
              : kept(place, value, before);
      case "quantities" ->
          value.properties().stream()
              .flatMap(each -> quantity(place + "." + each.getKey(), each.getValue()).stream())
              .findFirst();
      default ->
          value.isArray() && !value.isEmpty()
              ? items(check, place, value)
              : check(check, place, value);
    };
  }

  private static Optional<FieldError> items(String check, String place, JsonNode list) {
    for (int i = 0; i < list.size(); i++) {
      Optional<FieldError> error = check(check, place + "[" + i + "]", list.get(i));
      if (error.isPresent()) {
        return error;
      }
    }
    return Optional.empty();
  }

  private static Optional<FieldError> kept(String place, JsonNode value, JsonNode before) {
    return value.equals(before)
        ? Optional.empty()
        : Optional.of(
            FieldError.invalid(
                place,
                value.isMissingNode() ? NullNode.getInstance() : value,
                "field is immutable"));
  }

  private static Optional<FieldError> quantity(String place, JsonNode quantity) {
    return ContainerResources.value(quantity.asText())
            .filter(amount -> amount.signum() < 0)
            .isPresent()
        ? invalid(place, TextNode.valueOf(quantity.asText()), Optional.of(NEGATIVE))
        : Optional.empty();
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
          value.asLong() < 0 ? invalid(place, value, Optional.of(NEGATIVE)) : Optional.empty();
      case "positive" ->
          value.asLong() <= 0
              ? invalid(place, value, Optional.of("must be greater than 0"))
              : Optional.empty();
      case "ip" ->
          StructRules.isAddress(text)
              ? Optional.empty()
              : invalid(place, value, Optional.of(StructRules.ADDRESS));
      default -> {
        if (check.startsWith("range=")) {
          yield invalid(place, value, range(value.asLong(), check.substring("range=".length())));
        }
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

  private static Optional<String> range(long number, String limits) {
    String[] ends = limits.split("\\.\\.", 2);
    return number < Long.parseLong(ends[0]) || number > Long.parseLong(ends[1])
        ? Optional.of("must be between " + ends[0] + " and " + ends[1] + ", inclusive")
        : Optional.empty();
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
