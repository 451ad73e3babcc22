package dev.cnilab.cluster.kubelet.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.json.GoType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A field of a {@code KubeletConfiguration}; {@code configuration.txt} has them all.
 *
 * @param type as Go's messages name it
 * @param range the valid range of a number in a message: {@code 0 to 100 --flag}, {@code greater
 *     than 1}; or ""
 */
record ConfigurationField(
    String name, String type, Treatment treatment, String only, String range) {
  private static final Pattern LINE =
      Pattern.compile("(\\w+) +(\\S+) +(obeyed|inert|absent)(?:\\[(.*?)])? *(.*)");
  private static final Pattern BETWEEN = Pattern.compile("(-?\\d+) to (\\d+) (\\S+)");
  private static final Pattern NOT_NEGATIVE = Pattern.compile("not negative (\\S+)");
  private static final Pattern AT_LEAST = Pattern.compile("greater than( or equal to)? (\\d+)");

  /** How a field is treated. */
  enum Treatment {
    OBEYED,
    INERT,
    ABSENT
  }

  private static final Map<String, ConfigurationField> ALL = load();

  private static Map<String, ConfigurationField> load() {
    try (InputStream in =
        Objects.requireNonNull(
            ConfigurationField.class.getResourceAsStream(
                "/dev/cnilab/cluster/kubelet/configuration.txt"))) {
      Map<String, ConfigurationField> all = new TreeMap<>();
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(LINE::matcher)
          .filter(Matcher::matches)
          .map(ConfigurationField::of)
          .forEach(field -> all.put(field.name(), field));
      return all;
    } catch (IOException ownResource) {
      throw new UncheckedIOException(ownResource);
    }
  }

  private static ConfigurationField of(Matcher line) {
    return new ConfigurationField(
        line.group(1),
        line.group(2),
        Treatment.valueOf(line.group(3).toUpperCase(Locale.ROOT)),
        Objects.requireNonNullElse(line.group(4), ""),
        line.group(5));
  }

  static Collection<ConfigurationField> all() {
    return ALL.values();
  }

  static Optional<ConfigurationField> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /** Go's name of the required type if a value has another one; empty if it fits. */
  Optional<String> mismatch(JsonNode value) {
    boolean fits =
        value.isNull()
            || switch (type.charAt(0)) {
              case '[' -> value.isArray();
              case 'm' -> value.isObject();
              case 'b' -> value.isBoolean();
              case 'i' ->
                  value.isIntegralNumber() && (value.canConvertToInt() || type.equals("int64"));
              case 'f' -> value.isNumber();
              case 's' -> value.isTextual();
              default -> type.equals("v1.Duration") ? value.isTextual() : value.isObject();
            };
    return fits ? Optional.empty() : Optional.of(type.equals("v1.Duration") ? "string" : type);
  }

  /** How Go names a value that does not fit: with its digits for a number that is no integer. */
  String kind(JsonNode value) {
    return type.startsWith("int") && value.isNumber()
        ? "number " + value.asText()
        : GoType.jsonKind(value);
  }

  /** The validation message for a number out of range. */
  Optional<String> outOfRange(long value) {
    Matcher between = BETWEEN.matcher(range);
    if (between.matches()) {
      boolean inside =
          value >= Long.parseLong(between.group(1)) && value <= Long.parseLong(between.group(2));
      return inside
          ? Optional.empty()
          : invalid(
              "%s (%s) %d must be between %s and %s, inclusive"
                  .formatted(name, between.group(3), value, between.group(1), between.group(2)));
    }
    Matcher positive = NOT_NEGATIVE.matcher(range);
    if (positive.matches()) {
      return value >= 0
          ? Optional.empty()
          : invalid(
              "%s (%s) %d must not be a negative number".formatted(name, positive.group(1), value));
    }
    Matcher least = AT_LEAST.matcher(range);
    if (least.matches()) {
      long bound = Long.parseLong(least.group(2)) + (least.group(1) == null ? 1 : 0);
      return value >= bound ? Optional.empty() : invalid(name + " must be " + range);
    }
    return Optional.empty();
  }

  private static Optional<String> invalid(String what) {
    return Optional.of("invalid configuration: " + what);
  }
}
