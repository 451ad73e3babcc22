package dev.cnilab.cluster.jq.value;

import com.fasterxml.jackson.databind.JsonNode;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;
import org.jspecify.annotations.Nullable;

/** An expression whose results are parts of values that exist: each is charged as work only. */
record SteppedExpression(Expression expression, HeldValues values) implements Expression {
  @Override
  public void apply(
      Scope scope, JsonNode in, @Nullable Path place, PathOutput output, boolean requirePath)
      throws JsonQueryException {
    expression.apply(
        scope,
        in,
        place,
        (value, at) -> {
          values.step();
          output.emit(value, at);
        },
        requirePath);
  }

  @Override
  public String toString() {
    return expression.toString();
  }
}
