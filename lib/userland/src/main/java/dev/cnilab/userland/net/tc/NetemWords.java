package dev.cnilab.userland.net.tc;

import dev.cnilab.netsim.link.NetemSettings;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code tc qdisc add … netem} says, and shows; tc/q_netem.c. */
final class NetemWords {
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)([a-zA-Z%]*)");

  private static final Map<String, Double> TIMES =
      Map.of("s", 1e9, "sec", 1e9, "ms", 1e6, "msec", 1e6, "us", 1e3, "usec", 1e3, "", 1e3);

  /** Bits a second; a bare number is bits, and "bps" is bytes. */
  private static final Map<String, Double> RATES =
      Map.of(
          "", 1.0, "bit", 1.0, "kbit", 1e3, "mbit", 1e6, "gbit", 1e9, "bps", 8.0, "kbps", 8e3,
          "mbps", 8e6, "gbps", 8e9);

  private NetemWords() {}

  static NetemSettings parse(Arguments words) {
    NetemSettings settings = NetemSettings.NONE;
    while (!words.isEmpty()) {
      String word = words.next();
      settings =
          switch (word) {
            case "limit" -> settings.withLimit(limit(words.next()));
            case "delay", "latency" -> delay(settings, words);
            case "loss", "drop" -> settings.withLoss(loss(words));
            case "duplicate" -> settings.withDuplicate(percent(words.next(), "duplicate"));
            case "reorder" -> settings.withReorder(percent(words.next(), "reorder"));
            case "corrupt" -> settings.withCorrupt(percent(words.next(), "corrupt"));
            case "rate" -> settings.withRate(rate(words.next()));
            case "distribution", "gap", "slot", "ecn" ->
                throw CommandFailure.refused("netem " + word + " is not available on this machine");
            default ->
                throw CommandFailure.refused(
                    "What is \"" + word + "\"?\n" + Usage.text("tc-netem"));
          };
      if (!words.isEmpty() && words.peek().matches("\\d.*%")) {
        throw CommandFailure.refused(
            "a correlation of " + word + " is not available on this machine");
      }
    }
    if (settings.reorder() > 0 && settings.delay().isZero()) {
      throw CommandFailure.refused(
          "reordering not possible without specifying some delay\n" + Usage.text("tc-netem"));
    }
    return settings;
  }

  private static int limit(String word) {
    if (!word.matches("\\d{1,9}")) {
      throw CommandFailure.refused("Illegal \"limit\"");
    }
    return Integer.parseInt(word);
  }

  private static NetemSettings delay(NetemSettings settings, Arguments words) {
    Duration delay =
        time(words.next()).orElseThrow(() -> CommandFailure.refused("Illegal \"latency\""));
    Optional<Duration> jitter = words.isEmpty() ? Optional.empty() : time(words.peek());
    if (jitter.isPresent()) {
      words.next();
    }
    return settings.withDelay(delay, jitter.orElse(Duration.ZERO));
  }

  private static double loss(Arguments words) {
    String word = words.next();
    if (word.matches("state|gemodel")) {
      throw CommandFailure.refused("netem loss " + word + " is not available on this machine");
    }
    String percent = word.equals("random") ? words.next() : word;
    if (number(percent, Map.of("%", 1.0, "", 1.0)).isEmpty()) {
      throw CommandFailure.refused("Unknown loss parameter: " + percent);
    }
    return percent(percent, "loss percent");
  }

  private static double percent(String word, String what) {
    OptionalDouble percent = number(word, Map.of("%", 1.0, "", 1.0));
    if (percent.isEmpty() || percent.getAsDouble() > 100) {
      throw CommandFailure.refused("Illegal \"" + what + "\"");
    }
    return percent.getAsDouble();
  }

  private static long rate(String word) {
    return (long)
        number(word.toLowerCase(Locale.ROOT), RATES)
            .orElseThrow(() -> CommandFailure.refused("Illegal \"rate\""));
  }

  private static Optional<Duration> time(String word) {
    OptionalDouble nanos = number(word, TIMES);
    return nanos.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofNanos((long) nanos.getAsDouble()));
  }

  /** A number times what its unit stands for. */
  private static OptionalDouble number(String word, Map<String, Double> units) {
    Matcher number = NUMBER.matcher(word);
    Double unit = number.matches() ? units.get(number.group(2)) : null;
    return unit == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(Double.parseDouble(number.group(1)) * unit);
  }

  // ---- showing

  static String shown(NetemSettings settings) {
    StringBuilder text = new StringBuilder(" limit " + settings.limit());
    if (!settings.delay().isZero() || !settings.jitter().isZero()) {
      text.append(" delay ").append(time(settings.delay()));
      text.append(settings.jitter().isZero() ? "" : "  " + time(settings.jitter()));
    }
    append(text, "loss", settings.loss());
    append(text, "duplicate", settings.duplicate());
    append(text, "reorder", settings.reorder());
    append(text, "corrupt", settings.corrupt());
    if (settings.rate() > 0) {
      text.append(" rate ").append(rate(settings.rate()));
    }
    return text.append(settings.reorder() > 0 ? " gap 1" : "").toString();
  }

  private static void append(StringBuilder text, String name, double percent) {
    if (percent > 0) {
      text.append(' ').append(name).append(' ').append(plain(percent)).append('%');
    }
  }

  private static String time(Duration time) {
    double micros = time.toNanos() / 1e3;
    return micros >= 1e6
        ? plain(micros / 1e6) + "s"
        : micros >= 1e3 ? plain(micros / 1e3) + "ms" : plain(micros) + "us";
  }

  private static String rate(long bits) {
    List<String> units = List.of("bit", "Kbit", "Mbit", "Gbit");
    double value = bits;
    int unit = 0;
    while (value >= 1000 && value % 1000 == 0 && unit < units.size() - 1) {
      value /= 1000;
      unit++;
    }
    return plain(value) + units.get(unit);
  }

  /** As {@code %g} of C: no zeros at the end. */
  private static String plain(double value) {
    return new java.math.BigDecimal(String.format(Locale.ROOT, "%.6g", value))
        .stripTrailingZeros()
        .toPlainString();
  }
}
