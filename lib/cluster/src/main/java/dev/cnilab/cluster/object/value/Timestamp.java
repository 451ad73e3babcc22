package dev.cnilab.cluster.object.value;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/** A time in an object. */
public final class Timestamp {
  /** Go's zero time, which JSON shows as null. */
  public static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");

  private Timestamp() {}

  /** The time in a field that its server has checked; null and no field are {@link #ZERO}. */
  public static Instant of(JsonNode field) {
    return field.isTextual() ? Instant.parse(field.asText()) : ZERO;
  }
}
