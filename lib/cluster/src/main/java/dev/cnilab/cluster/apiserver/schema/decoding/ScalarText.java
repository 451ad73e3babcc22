package dev.cnilab.cluster.apiserver.schema.decoding;

import dev.cnilab.cluster.apiserver.schema.Schema;
import java.util.Optional;
import java.util.regex.Pattern;

/** Strings with a format: Go's messages for invalid ones. */
final class ScalarText {
  /** apimachinery's {@code resource/quantity.go}. */
  private static final Pattern QUANTITY =
      Pattern.compile("([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)");

  /** For what has not the form of a quantity. */
  static final String NO_QUANTITY =
      "quantities must match the regular expression '^" + QUANTITY.pattern() + "$'";

  private static final Pattern WITH_SUFFIX =
      Pattern.compile("[+-]?[0-9.]+([numkMGTPE]|[KMGTPE]i|[eE][-+]?[0-9]+)?");

  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  private ScalarText() {}

  static Optional<String> complaint(Schema.Scalar type, String text) {
    return switch (type) {
      case QUANTITY -> quantity(text);
      case BYTES -> base64(text);
      case TIME -> GoTime.complaint(text);
      case MICRO_TIME -> GoTime.microComplaint(text);
      default -> Optional.empty();
    };
  }

  private static Optional<String> quantity(String text) {
    if (!QUANTITY.matcher(text).matches()) {
      return Optional.of(NO_QUANTITY);
    }
    return WITH_SUFFIX.matcher(text).matches()
        ? Optional.empty()
        : Optional.of("unable to parse quantity's suffix");
  }

  /** Like {@code encoding/base64}, which ignores line ends and requires padding. */
  private static Optional<String> base64(String text) {
    String unpadded = text.replaceFirst("==?[\r\n]*$", "");
    int digits = 0;
    int quantum = 0;
    for (int i = 0; i < unpadded.length(); i++) {
      char each = unpadded.charAt(i);
      if (each != '\n' && each != '\r') {
        if (BASE64.indexOf(each) < 0) {
          return illegal(i);
        }
        quantum = digits % 4 == 0 ? i : quantum;
        digits++;
      }
    }
    long padding = text.chars().filter(each -> each == '=').count();
    return (digits + padding) % 4 == 0 ? Optional.empty() : illegal(quantum);
  }

  private static Optional<String> illegal(int index) {
    return Optional.of("illegal base64 data at input byte " + index);
  }
}
