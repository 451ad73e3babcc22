package dev.cnilab.cluster.apiserver.expression;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A variable of several expressions, converted when the first one is evaluated, and only then: a
 * large object with many rules would be converted as often as there are rules.
 */
public final class Converted {
  private final Supplier<Object> conversion;
  private @Nullable Object result;

  private Converted(Supplier<Object> conversion) {
    this.conversion = conversion;
  }

  /** A value whose types are those of JSON. */
  public static Converted of(JsonNode json) {
    return new Converted(() -> JsonValues.of(json));
  }

  /** A value whose schema tells its types. */
  public static Converted of(SchemaValue value) {
    return new Converted(() -> JsonValues.of(value));
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
