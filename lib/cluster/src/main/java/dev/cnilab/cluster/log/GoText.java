package dev.cnilab.cluster.log;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.file.FileException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Values as Go's standard library prints them. */
public final class GoText {
  private GoText() {}

  /** An {@code os.PathError}: {@code open /etc/x: no such file or directory}. */
  public static String pathError(String operation, String path, IOException failure) {
    return operation + " " + path + ": " + errno(failure);
  }

  /** A {@code syscall.Errno}: the words of strerror(3) in lower case. */
  public static String errno(IOException failure) {
    String text =
        failure instanceof FileException file
            ? file.error().text()
            : String.valueOf(failure.getMessage());
    return text.toLowerCase(Locale.ROOT);
  }

  /** An errno as {@code syscall.Errno} prints it: {@code connection refused}. */
  public static String errno(ErrnoException refused) {
    return errno(refused.errno());
  }

  /** The same of an errno by itself. */
  public static String errno(Errno error) {
    return error.text().toLowerCase(Locale.ROOT);
  }

  /** {@code %q} of a string. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> quote(c, quoted));
    return quoted.append('"').toString();
  }

  /** A slice of strings as {@code %v}: {@code [a b]}. */
  public static String list(Collection<String> values) {
    return "[" + String.join(" ", values) + "]";
  }

  /** A {@code LabelSelector} as Go prints it. */
  public static String labelSelector(JsonNode selector) {
    StringBuilder text = new StringBuilder("&LabelSelector{MatchLabels:map[string]string{");
    selector
        .path("matchLabels")
        .properties()
        .forEach(
            label -> text.append("%s: %s,".formatted(label.getKey(), label.getValue().asText())));
    text.append("},MatchExpressions:[]LabelSelectorRequirement{");
    for (JsonNode each : selector.path("matchExpressions")) {
      List<String> values = new ArrayList<>();
      each.path("values").forEach(value -> values.add(value.asText()));
      text.append(
          "LabelSelectorRequirement{Key:%s,Operator:%s,Values:%s,},"
              .formatted(each.path("key").asText(), each.path("operator").asText(), list(values)));
    }
    return text.append("},}").toString();
  }

  /** A duration as {@code %v}: {@code 10s}, {@code 1m20s}, {@code 2.194s}, {@code 25ms}. */
  public static String duration(Duration duration) {
    if (duration.isZero()) {
      return "0s";
    }
    if (duration.isNegative()) {
      return "-" + duration(duration.negated());
    }
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return subSecond(duration);
    }
    StringBuilder text = new StringBuilder();
    if (duration.toHours() > 0) {
      text.append(duration.toHours()).append('h');
    }
    if (duration.toMinutes() > 0) {
      text.append(duration.toMinutesPart()).append('m');
    }
    return text.append(decimal(duration.toSecondsPart(), duration.toNanosPart(), 9))
        .append('s')
        .toString();
  }

  private static String subSecond(Duration duration) {
    int nanos = duration.toNanosPart();
    if (nanos >= 1_000_000) {
      return decimal(nanos / 1_000_000, nanos % 1_000_000, 6) + "ms";
    }
    return nanos >= 1_000 ? decimal(nanos / 1_000, nanos % 1_000, 3) + "µs" : nanos + "ns";
  }

  private static String decimal(long whole, int fraction, int digits) {
    if (fraction == 0) {
      return Long.toString(whole);
    }
    String padded = Integer.toString(fraction);
    padded = "0".repeat(digits - padded.length()) + padded;
    return whole + "." + padded.replaceAll("0+$", "");
  }

  private static void quote(int c, StringBuilder quoted) {
    switch (c) {
      case '"' -> quoted.append("\\\"");
      case '\\' -> quoted.append("\\\\");
      case 7 -> quoted.append("\\a");
      case '\b' -> quoted.append("\\b");
      case '\f' -> quoted.append("\\f");
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      case 11 -> quoted.append("\\v");
      default -> {
        if (c < ' ' || c == 0x7F) {
          quoted.append("\\x%02x".formatted(c));
        } else if ((c >= 0x80 && c <= 0xA0) || c == 0xAD) {
          quoted.append("\\u%04x".formatted(c));
        } else {
          quoted.appendCodePoint(c);
        }
      }
    }
  }
}
