package dev.cnilab.userland.net.tc;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times, rates and sizes as tc(8) parses and prints them, "PARAMETERS". */
final class Quantities {
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)([a-zA-Z%]*)");

  private static final Map<String, Double> TIMES =
      Map.of("s", 1e9, "sec", 1e9, "ms", 1e6, "msec", 1e6, "us", 1e3, "usec", 1e3, "", 1e3);

  /** In bits per second; a plain number is in bits, and "bps" in bytes. */
  private static final Map<String, Double> RATES = rates();

  /** In bytes; "kbit" and the like are multiples of 1,024 bits. */
  private static final Map<String, Double> SIZES =
      Map.of(
          "", 1.0, "b", 1.0, "k", 1024.0, "kb", 1024.0, "m", 1048576.0, "mb", 1048576.0, "kbit",
          128.0, "mbit", 131072.0);

  private static final long MEBI = 1024 * 1024;

  private Quantities() {}

  static Optional<Duration> time(String word) {
    OptionalDouble nanos = number(word, TIMES);
    return nanos.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos((long) nanos.getAsDouble()));
  }

  private static Map<String, Double> rates() {
    Map<String, Double> all = new HashMap<>(Map.of("", 1.0, "bit", 1.0, "bps", 8.0));
    double decimal = 1;
    double binary = 1;
    for (String prefix : List.of("k", "m", "g", "t")) {
      decimal *= 1000;
      binary *= 1024;
      all.put(prefix + "bit", decimal);
      all.put(prefix + "ibit", binary);
      all.put(prefix + "bps", 8 * decimal);
      all.put(prefix + "ibps", 8 * binary);
    }
    return Map.copyOf(all);
  }

  /** A rate in bits per second. */
  static Optional<Long> rate(String word) {
    return whole(number(word.toLowerCase(Locale.ROOT), RATES));
  }

  /** A size in bytes. */
  static Optional<Long> size(String word) {
    return whole(number(word.toLowerCase(Locale.ROOT), SIZES));
  }

  private static Optional<Long> whole(OptionalDouble number) {
    return number.isEmpty() ? Optional.empty() : Optional.of((long) number.getAsDouble());
  }

  static OptionalDouble percent(String word) {
    return number(word, Map.of("%", 1.0, "", 1.0));
  }

  /** A number multiplied by its unit. */
  private static OptionalDouble number(String word, Map<String, Double> units) {
    Matcher number = NUMBER.matcher(word);
    Double unit = number.matches() ? units.get(number.group(2)) : null;
    return unit == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(Double.parseDouble(number.group(1)) * unit);
  }

  /** {@code sprint_time} of iproute2: three digits. */
  static String shown(Duration time) {
    double micros = time.toNanos() / 1e3;
    return micros >= 1e6
        ? plain(micros / 1e6, 3) + "s"
        : micros >= 1e3 ? plain(micros / 1e3, 3) + "ms" : (long) micros + "us";
  }

  /**
   * {@code tc_print_rate} of iproute2: in the largest unit that divides it, or in which it is at
   * least 1000.
   */
  static String shownRate(long bits) {
    List<String> units = List.of("bit", "Kbit", "Mbit", "Gbit", "Tbit");
    long value = bits;
    int unit = 0;
    while (unit < units.size() - 1 && value >= 1000 && (value % 1000 == 0 || value >= 1_000_000)) {
      value /= 1000;
      unit++;
    }
    return value + units.get(unit);
  }

  /** A size in the largest unit that nearly divides it; {@code print_size} of iproute2. */
  static String shownSize(long bytes) {
    long mebis = Math.round((double) bytes / MEBI);
    long kibis = Math.round(bytes / 1024.0);
    if (bytes >= MEBI && Math.abs(mebis * MEBI - bytes) < 1024) {
      return mebis + "Mb";
    } else if (bytes >= 1024 && Math.abs(kibis * 1024 - bytes) < 16) {
      return kibis + "Kb";
    }
    return bytes + "b";
  }

  /** Formats like C's {@code %g}, without trailing zeros. */
  static String plain(double value) {
    return plain(value, 6);
  }

  private static String plain(double value, int digits) {
    return new BigDecimal(value)
        .round(new MathContext(digits, RoundingMode.HALF_EVEN))
        .stripTrailingZeros()
        .toPlainString();
  }
}
