package dev.cnilab.cluster.apiserver.expression.function;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;

/** Converts times between CEL and Java. */
public final class CelTimes {
  private CelTimes() {}

  public static com.google.protobuf.Duration of(Duration time) {
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(time.getSeconds())
        .setNanos(time.getNano())
        .build();
  }

  public static Timestamp of(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  /** A CEL time as a Java one, which can be compared; any other value unchanged. */
  public static Object java(Object value) {
    return switch (value) {
      case com.google.protobuf.Duration time ->
          Duration.ofSeconds(time.getSeconds(), time.getNanos());
      case Timestamp instant -> Instant.ofEpochSecond(instant.getSeconds(), instant.getNanos());
      default -> value;
    };
  }
}
