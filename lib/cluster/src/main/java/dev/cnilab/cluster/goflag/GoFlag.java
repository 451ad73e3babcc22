package dev.cnilab.cluster.goflag;

import dev.cnilab.cluster.log.GoBool;
import dev.cnilab.cluster.log.GoInteger;
import java.util.List;
import java.util.Optional;

/**
 * A flag of a program.
 *
 * @param names those that set it; its value is kept under the first
 */
public record GoFlag(List<String> names, Kind kind) {
  /** What a flag's value is. */
  public enum Kind {
    /** A switch: alone it means true, and a value follows only after {@code =}. */
    BOOL,
    /** An integer of 64 bits as a literal of Go: {@code 10}, {@code 0x10}, {@code 1_000}. */
    NUMBER,
    TEXT
  }

  /** A flag with one name. */
  public GoFlag(String name, Kind kind) {
    this(List.of(name), kind);
  }

  public String name() {
    return names.getFirst();
  }

  /** What is wrong with a value in Go's words; empty if nothing is. */
  public Optional<String> complaint(String value) {
    return switch (kind) {
      case BOOL -> GoBool.parse(value).isPresent() ? Optional.empty() : Optional.of("parse error");
      case NUMBER ->
          GoInteger.literal(value)
              .map(
                  number ->
                      number.bitLength() < Long.SIZE
                          ? Optional.<String>empty()
                          : Optional.of("value out of range"))
              .orElse(Optional.of("parse error"));
      case TEXT -> Optional.empty();
    };
  }
}
