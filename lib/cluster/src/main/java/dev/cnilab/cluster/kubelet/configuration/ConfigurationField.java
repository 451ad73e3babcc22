package dev.cnilab.cluster.kubelet.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.cni.json.GoType;
import dev.cnilab.cluster.log.GoDuration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A field of a {@code KubeletConfiguration} or of what is in it; {@link FieldTable} has them all.
 *
 * @param type as Go's messages name it; with a {@code *} if it tells a zero from nothing
 * @param only another value than its default that is accepted if it is absent; or ""
 * @param range the valid range of a number in a message: {@code 0 to 100 --flag}, {@code greater
 *     than 1}; or ""
 */
record ConfigurationField(
    String name, String type, Treatment treatment, String only, String range) {
  private static final Pattern BETWEEN = Pattern.compile("(0 or )?(-?\\d+) to (\\d+) (\\S+)");
  private static final Pattern NOT_NEGATIVE = Pattern.compile("not negative (\\S+)");
  private static final Pattern OR_GREATER = Pattern.compile("at least (-?\\d+) (\\S+)");
  private static final Pattern GREATER = Pattern.compile("greater than( or equal to)? (\\d+)");

  /** Types whose names do not tell how they are written. */
  private static final Map<String, String> WRITTEN =
      Map.of("v1.Duration", "string", "v1.VerbosityLevel", "uint32");

  /** How a field is treated. */
  enum Treatment {
    OBEYED,
    INERT,
    ABSENT
  }

  /** Whether zero is a value of its own, where it stands for the default otherwise. */
  boolean isPointer() {
    return type.startsWith("*");
  }

  /** Its type as a message names it. */
  String goType() {
    return isPointer() ? type.substring(1) : type;
  }

  boolean isDuration() {
    return goType().equals("v1.Duration");
  }

  /** The name of a structured type, of a list's elements for a list; others have no fields. */
  String struct() {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  /** Go's name of the required type if a value has another one; empty if it fits. */
  Optional<String> mismatch(JsonNode value) {
    String written = WRITTEN.getOrDefault(goType(), goType());
    boolean fits =
        value.isNull()
            || switch (written.charAt(0)) {
              case 'a' -> true;
              case '[' -> value.isArray();
              case 'm' -> value.isObject();
              case 'b' -> value.isBoolean();
              case 'i' ->
                  value.isIntegralNumber() && (value.canConvertToInt() || written.equals("int64"));
              case 'u' -> value.isIntegralNumber() && value.asLong() >= 0;
              case 'f' -> value.isNumber();
              case 's' -> value.isTextual();
              default -> FieldTable.has(struct()) ? value.isObject() : value.isTextual();
            };
    return fits ? Optional.empty() : Optional.of(isDuration() ? "string" : goType());
  }

  /**
   * How Go names a value that does not fit: with its digits for a number that is not an integer.
   */
  String kind(JsonNode value) {
    return goType().startsWith("int") && value.isNumber()
        ? "number " + value.asText()
        : GoType.jsonKind(value);
  }

  /** Whether a value stands for the default. */
  boolean isDefaulted(JsonNode value) {
    return value.isNull() || (!isPointer() && GoType.isZero(value));
  }

  /**
   * Whether a value changes nothing.
   *
   * @param standard the default
   */
  boolean isUsual(JsonNode value, JsonNode standard) {
    return isDefaulted(value)
        || value.equals(standard)
        || (!only.isEmpty() && value.asText().equals(only))
        || (isDuration()
            && GoDuration.parse(value.asText()).equals(GoDuration.parse(standard.asText("0s"))));
  }

  /** The validation message for a number out of range. */
  Optional<String> outOfRange(long value) {
    Matcher between = BETWEEN.matcher(range);
    if (between.matches()) {
      boolean inside =
          (value >= Long.parseLong(between.group(2)) && value <= Long.parseLong(between.group(3)))
              || (value == 0 && between.group(1) != null);
      return inside
          ? Optional.empty()
          : invalid(
              "%s (%s) %d must be between %s and %s, inclusive"
                  .formatted(name, between.group(4), value, between.group(2), between.group(3)));
    }
    Matcher positive = NOT_NEGATIVE.matcher(range);
    if (positive.matches()) {
      return value >= 0
          ? Optional.empty()
          : invalid(
              "%s (%s) %d must not be a negative number".formatted(name, positive.group(1), value));
    }
    Matcher least = OR_GREATER.matcher(range);
    if (least.matches()) {
      return value >= Long.parseLong(least.group(1))
          ? Optional.empty()
          : invalid(
              "%s (%s) %d must be %s or greater"
                  .formatted(name, least.group(2), value, least.group(1)));
    }
    Matcher greater = GREATER.matcher(range);
    if (greater.matches()) {
      long bound = Long.parseLong(greater.group(2)) + (greater.group(1) == null ? 1 : 0);
      return value >= bound ? Optional.empty() : invalid(name + " must be " + range);
    }
    return Optional.empty();
  }

  private static Optional<String> invalid(String what) {
    return Optional.of("invalid configuration: " + what);
  }
}
