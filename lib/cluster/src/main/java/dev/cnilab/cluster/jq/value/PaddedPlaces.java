package dev.cnilab.cluster.jq.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;
import org.jspecify.annotations.Nullable;

/** Places to assign to: an index beyond the end of an array needs room for all before it. */
record PaddedPlaces(Expression places, HeldValues values) implements Expression {
  /** The bytes of a null in an array. */
  private static final int ELEMENT = 8;

  @Override
  public void apply(
      Scope scope, JsonNode in, @Nullable Path place, PathOutput output, boolean requirePath)
      throws JsonQueryException {
    places.apply(
        scope,
        in,
        place,
        (value, at) -> {
          if (at != null && value.isNull()) {
            ArrayNode words = JsonNodeFactory.instance.arrayNode();
            at.toJsonNode(words);
            requireRoom(words, values);
          }
          output.emit(value, at);
        },
        requirePath);
  }

  /**
   * Ends the process if there is no room for the elements that a path's indexes ask for.
   *
   * @throws JsonQueryException for an index that jq's {@code int} does not hold, in its words
   */
  static void requireRoom(JsonNode path, HeldValues values) throws JsonQueryException {
    for (JsonNode word : path) {
      if (word.isNumber()) {
        if (word.doubleValue() > Integer.MAX_VALUE) {
          throw new JsonQueryException("Out of bounds negative array index");
        }
        values.requireRoom((long) (ELEMENT * Math.max(0, word.doubleValue())));
      }
    }
  }

  @Override
  public String toString() {
    return places.toString();
  }
}
