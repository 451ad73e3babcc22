package dev.cnilab.cluster.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** jq's date functions, in UTC; jq(1), DATES. The library has two of them. */
final class JqDates {
  private static final String ISO = "%Y-%m-%dT%H:%M:%SZ";

  private JqDates() {}

  /** Turns an input into an output. */
  private interface Step {
    JsonNode apply(JsonNode input) throws JqTime.WrongException;
  }

  /** Turns an input and a format into an output. */
  private interface Formatted {
    JsonNode apply(JsonNode input, JsonNode format) throws JqTime.WrongException;
  }

  /** Adds them; {@code now} supplies the machine's time. */
  static void addTo(Scope scope, Supplier<Instant> now) {
    add(scope, "now", in -> JqTime.number(seconds(now.get())));
    add(scope, "gmtime", in -> brokenDown(in, "gmtime()"));
    add(scope, "localtime", in -> brokenDown(in, "localtime()"));
    add(scope, "mktime", JqDates::mktime);
    for (String name : new String[] {"todate", "todateiso8601"}) {
      add(scope, name, in -> TextNode.valueOf(JqTime.of(in, "strftime/1").text(ISO)));
    }
    for (String name : new String[] {"fromdate", "fromdateiso8601"}) {
      add(scope, name, in -> parsed(in, TextNode.valueOf(ISO)).seconds());
    }
    add(scope, "strftime", (in, format) -> text(in, format, "strftime/1"));
    add(scope, "strflocaltime", (in, format) -> text(in, format, "strflocaltime/1"));
    add(scope, "strptime", (in, format) -> parsed(in, format).parts());
  }

  private static double seconds(Instant instant) {
    return instant.getEpochSecond() + TimeUnit.NANOSECONDS.toMicros(instant.getNano()) / 1e6;
  }

  private static JsonNode brokenDown(JsonNode input, String function) throws JqTime.WrongException {
    if (!input.isNumber()) {
      throw new JqTime.WrongException(function + " requires numeric inputs");
    }
    return JqTime.ofSeconds(input.doubleValue()).parts();
  }

  private static JsonNode mktime(JsonNode input) throws JqTime.WrongException {
    if (!input.isArray()) {
      throw new JqTime.WrongException("mktime requires array inputs");
    }
    return JqTime.ofParts(input, "mktime").seconds();
  }

  private static JsonNode text(JsonNode input, JsonNode format, String function)
      throws JqTime.WrongException {
    JqTime time = JqTime.of(input, function);
    if (!format.isTextual()) {
      throw new JqTime.WrongException(function + " requires a string format");
    }
    return TextNode.valueOf(time.text(format.textValue()));
  }

  private static JqTime parsed(JsonNode input, JsonNode format) throws JqTime.WrongException {
    if (!input.isTextual() || !format.isTextual()) {
      throw new JqTime.WrongException("strptime/1 requires string inputs and arguments");
    }
    return JqTime.parse(input.textValue(), format.textValue());
  }

  private static void add(Scope scope, String name, Step step) {
    scope.addFunction(
        name,
        0,
        (inner, arguments, in, path, output, version) -> {
          try {
            output.emit(step.apply(in), null);
          } catch (JqTime.WrongException wrong) {
            throw new JsonQueryException(wrong.getMessage());
          }
        });
  }

  private static void add(Scope scope, String name, Formatted formatted) {
    scope.addFunction(
        name,
        1,
        (inner, arguments, in, path, output, version) ->
            arguments
                .getFirst()
                .apply(
                    inner,
                    in,
                    format -> {
                      try {
                        output.emit(formatted.apply(in, format), null);
                      } catch (JqTime.WrongException wrong) {
                        throw new JsonQueryException(wrong.getMessage());
                      }
                    }));
  }
}
