package dev.cnilab.userland.net.tc;

import dev.cnilab.userland.net.command.CommandFailure;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times, rates and sizes as tc(8) takes and shows them, "PARAMETERS". */
final class Quantities {
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)([a-zA-Z%]*)");

  private static final Map<String, Double> TIMES =
      Map.of("s", 1e9, "sec", 1e9, "ms", 1e6, "msec", 1e6, "us", 1e3, "usec", 1e3, "", 1e3);

  /** Bits a second; a bare number is bits, and "bps" is bytes. */
  private static final Map<String, Double> RATES =
      Map.of(
          "", 1.0, "bit", 1.0, "kbit", 1e3, "mbit", 1e6, "gbit", 1e9, "bps", 8.0, "kbps", 8e3,
          "mbps", 8e6, "gbps", 8e9);

  /** Bytes; "kbit" and the like are of 1,024 bits. */
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

  /** In bits a second. */
  static long rate(String word) {
    return (long)
        number(word.toLowerCase(Locale.ROOT), RATES)
            .orElseThrow(() -> CommandFailure.refused("Illegal \"rate\""));
  }

  /** In bytes; what it is for is named if it is none. */
  static long size(String word, String what) {
    return (long)
        number(word.toLowerCase(Locale.ROOT), SIZES)
            .orElseThrow(
                () ->
                    CommandFailure.refused("Illegal value for \"" + what + "\": \"" + word + "\""));
  }

  static OptionalDouble percent(String word) {
    return number(word, Map.of("%", 1.0, "", 1.0));
  }

  /** A number times what its unit stands for. */
  private static OptionalDouble number(String word, Map<String, Double> units) {
    Matcher number = NUMBER.matcher(word);
    Double unit = number.matches() ? units.get(number.group(2)) : null;
    return unit == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(Double.parseDouble(number.group(1)) * unit);
  }

  static String shown(Duration time) {
    double micros = time.toNanos() / 1e3;
    return micros >= 1e6
        ? plain(micros / 1e6) + "s"
        : micros >= 1e3 ? plain(micros / 1e3) + "ms" : plain(micros) + "us";
  }

  static String shownRate(long bits) {
    List<String> units = List.of("bit", "Kbit", "Mbit", "Gbit");
    double value = bits;
    int unit = 0;
    while (value >= 1000 && value % 1000 == 0 && unit < units.size() - 1) {
      value /= 1000;
      unit++;
    }
    return plain(value) + units.get(unit);
  }

  /** In whole units where they are nearly right; {@code print_size} of iproute2. */
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

  /** As {@code %g} of C: no zeros at the end. */
  static String plain(double value) {
    return new BigDecimal(String.format(Locale.ROOT, "%.6g", value))
        .stripTrailingZeros()
        .toPlainString();
  }
}
