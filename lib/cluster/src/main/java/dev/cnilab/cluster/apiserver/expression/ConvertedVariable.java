package dev.cnilab.cluster.apiserver.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A variable of several expressions, converted when the first one is evaluated, and only then: a
 * large object with many rules would be converted as often as there are rules.
 */
public final class ConvertedVariable {
  private final Supplier<Object> conversion;
  private @Nullable Object result;

  private ConvertedVariable(Supplier<Object> conversion) {
    this.conversion = conversion;
  }

  /** A value whose types are those of JSON. */
  public static ConvertedVariable of(JsonNode json) {
    return new ConvertedVariable(() -> JsonValues.of(json));
  }

  /** A value whose schema tells its types. */
  public static ConvertedVariable of(SchemaValue value) {
    return new ConvertedVariable(() -> JsonValues.of(value));
  }

  Object get() {
    Object known = result;
    if (known == null) {
      known = conversion.get();
      result = known;
    }
    return known;
  }
}
