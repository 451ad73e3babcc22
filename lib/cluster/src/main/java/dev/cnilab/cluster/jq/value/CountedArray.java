package dev.cnilab.cluster.jq.value;

import com.fasterxml.jackson.databind.JsonNode;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;
import org.jspecify.annotations.Nullable;

/** {@code [elements]}, charged while it grows. */
record CountedArray(Expression elements, HeldValues values) implements Expression {
  @Override
  public void apply(
      Scope scope, JsonNode in, @Nullable Path place, PathOutput output, boolean requirePath)
      throws JsonQueryException {
    SizedArray array = new SizedArray();
    values.hold(array.bytes());
    try {
      elements.apply(
          scope,
          in,
          element -> {
            long size = values.size(element);
            values.step();
            values.hold(size);
            array.add(element, size);
          });
    } finally {
      values.hold(-array.bytes());
    }
    values.step();
    values.keep(array, array.bytes(), null, output);
  }

  @Override
  public String toString() {
    return "[" + elements + "]";
  }
}
