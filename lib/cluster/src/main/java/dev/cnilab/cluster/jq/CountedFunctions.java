package dev.cnilab.cluster.jq;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.userland.stream.StreamUser;
import java.util.LinkedHashMap;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Scope;

/**
 * jq's own functions, which charge their caller for each value: as work, so that others have their
 * turn, and as memory until its end, because what becomes of a value is the library's secret. A
 * filter cannot loop without one of them; what its operators alone make of two values is not
 * charged.
 */
final class CountedFunctions {
  /** The bytes that a value takes in an array, besides its text. */
  private static final int VALUE = 24;

  /** The characters that are copied in about a microsecond. */
  private static final int CHARACTERS_A_UNIT = 512;

  private CountedFunctions() {}

  /** Replaces all functions that the scope has. */
  static void replaceIn(Scope scope, StreamUser holder) {
    new LinkedHashMap<>(scope.getLocalFunctions())
        .forEach((name, function) -> scope.addFunction(name, counted(function, holder)));
  }

  private static Function counted(Function function, StreamUser holder) {
    return (scope, arguments, in, path, output, version) -> {
      charge(holder, length(in));
      function.apply(
          scope,
          arguments,
          in,
          path,
          (value, place) -> {
            int length = length(value);
            charge(holder, length);
            holder.hold(VALUE + length);
            output.emit(value, place);
          },
          version);
    };
  }

  private static void charge(StreamUser holder, int length) {
    holder.work(1 + length / CHARACTERS_A_UNIT);
  }

  private static int length(JsonNode value) {
    return value.isTextual() ? value.textValue().length() : 0;
  }
}
