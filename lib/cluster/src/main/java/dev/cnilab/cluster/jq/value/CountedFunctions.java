package dev.cnilab.cluster.jq.value;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.userland.stream.StreamUser;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;

/**
 * jq's own functions and a filter that uses them, which charge their process for each value that
 * they make: as work, so that others have their turn, and as memory.
 */
public final class CountedFunctions {
  /** The bytes of a result for each character of the input, where they are many. */
  private static final Map<String, Integer> EXPANSION =
      Map.of("explode/0", 24, "split/1", 64, "@uri/0", 3, "@html/0", 6, "tojson/0", 6);

  private final HeldValues values;
  private final CountedFilter filter;

  /** Charges that process. */
  public CountedFunctions(StreamUser holder) {
    values = new HeldValues(holder);
    filter = new CountedFilter(values);
  }

  /** Replaces all functions that the scope has. */
  public void replaceIn(Scope scope) {
    new LinkedHashMap<>(scope.getLocalFunctions())
        .forEach((name, function) -> scope.addFunction(name, counted(name, function)));
  }

  /** Replaces the parts of a filter that make values without a function. */
  public void replaceIn(JsonQuery query) {
    filter.replaceIn(query);
  }

  /** The memory of a value with all that it contains, in bytes. */
  public long size(JsonNode value) {
    return values.size(value);
  }

  private Function counted(String name, Function function) {
    filter.replaceIn(function);
    int expansion = EXPANSION.getOrDefault(name, 1);
    return (scope, arguments, in, path, output, version) -> {
      values.step();
      if (in.isTextual()) {
        values.requireRoom((long) expansion * in.textValue().length());
      }
      function.apply(
          scope,
          name.equals("setpath/2") ? padded(arguments) : arguments,
          in,
          path,
          (value, place) -> values.pass(value, place, output),
          version);
    };
  }

  /** The arguments of setpath, whose path may ask for a long array. */
  private List<Expression> padded(List<Expression> arguments) {
    Expression path = arguments.getFirst();
    Expression checked =
        (scope, in, place, output, requirePath) ->
            path.apply(
                scope,
                in,
                place,
                (words, at) -> {
                  PaddedPlaces.requireRoom(words, values);
                  output.emit(words, at);
                },
                requirePath);
    return List.of(checked, arguments.get(1));
  }
}
