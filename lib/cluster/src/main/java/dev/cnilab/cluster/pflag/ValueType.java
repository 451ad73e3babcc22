package dev.cnilab.cluster.pflag;

import dev.cnilab.cluster.log.GoBool;
import dev.cnilab.cluster.log.GoDuration;
import dev.cnilab.cluster.log.GoInteger;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.address.Ipv4Address;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.stream.Stream;

/** The type of a flag's value, with the complaints of pflag and Go's strconv about wrong ones. */
public enum ValueType {
  /** A switch: alone it means true. */
  BOOL,
  /** A number of 32 bits with a sign, as a literal of Go: {@code 80}, {@code 0x50}. */
  INT,
  /** A decimal number of 32 bits without a sign, as the one of {@code -v}. */
  UINT,
  FLOAT,
  /** {@code 1h30m}. */
  DURATION,
  /** An IPv4 address. */
  IP,
  TEXT;

  /** The type of a default value. */
  static ValueType of(String initial) {
    return Stream.of(INT, BOOL, DURATION)
        .filter(type -> type.complaint(initial).isEmpty())
        .findFirst()
        .orElse(TEXT);
  }

  /** Whether the flag may be given without a value. */
  boolean standsAlone() {
    return this == BOOL;
  }

  /** What is wrong with a value in Go's words; empty if nothing is. */
  public Optional<String> complaint(String value) {
    String quoted = GoText.quote(value);
    return switch (this) {
      case TEXT -> Optional.empty();
      case BOOL ->
          complaint(
              GoBool.parse(value).isPresent(),
              "strconv.ParseBool: parsing " + quoted + ": invalid syntax");
      case INT -> number("ParseInt", value, GoInteger.literal(value), 31);
      case UINT ->
          number(
              "ParseUint",
              value,
              Optional.of(value).filter(text -> text.matches("\\d+")).map(BigInteger::new),
              32);
      case FLOAT ->
          complaint(isFloat(value), "strconv.ParseFloat: parsing " + quoted + ": invalid syntax");
      case DURATION -> GoDuration.complaint(value);
      case IP -> complaint(Ipv4Address.read(value).isPresent(), "failed to parse IP: " + quoted);
    };
  }

  private static Optional<String> complaint(boolean valid, String words) {
    return valid ? Optional.empty() : Optional.of(words);
  }

  private static Optional<String> number(
      String function, String value, Optional<BigInteger> number, int bits) {
    String parsing = "strconv." + function + ": parsing " + GoText.quote(value) + ": ";
    return number.isEmpty()
        ? Optional.of(parsing + "invalid syntax")
        : complaint(number.get().bitLength() <= bits, parsing + "value out of range");
  }

  private static boolean isFloat(String value) {
    try {
      return new BigDecimal(value).precision() > 0;
    } catch (NumberFormatException malformed) {
      return false;
    }
  }

  /**
   * A valid value of an {@link #INT}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static int number(String value) {
    return GoInteger.literal(value)
        .orElseThrow(() -> new IllegalArgumentException(GoText.quote(value) + " is no integer"))
        .intValueExact();
  }

  /** A valid value of a switch. */
  public static boolean isTrue(String value) {
    return value.matches("1|[tT].*");
  }
}
