package dev.cnilab.userland.net.tc;

import dev.cnilab.netsim.link.TbfSettings;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import java.time.Duration;
import java.util.Optional;

/** Parses and prints the settings of {@code tc qdisc add … tbf}; tc/q_tbf.c. */
final class TbfWords {
  private final Arguments words;
  private Optional<Long> rate = Optional.empty();
  private Optional<Long> burst = Optional.empty();
  private Optional<Long> limit = Optional.empty();
  private Optional<Duration> latency = Optional.empty();

  private TbfWords(Arguments words) {
    this.words = words;
  }

  static TbfSettings parse(Arguments words) {
    TbfWords all = new TbfWords(words);
    while (!words.isEmpty()) {
      all.take(words.next());
    }
    return all.settings();
  }

  private void take(String word) {
    if (word.equals("rate")) {
      String value = value(rate, word);
      rate = Optional.of(Quantities.rate(value).orElseThrow(() -> illegal(word, value)));
    } else if (isShort(word, "burst") || word.equals("buffer") || word.equals("maxburst")) {
      String value = value(burst, "buffer/burst/maxburst");
      String size = value.replaceFirst("/\\d{1,9}$", ""); // the rest is the cell size
      burst = Optional.of(Quantities.size(size).orElseThrow(() -> illegal(word, value)));
    } else if (isShort(word, "limit")) {
      String value = value(limit, "limit");
      requireAlone(latency, "\"latency\" and \"limit\"");
      limit = Optional.of(Quantities.size(value).orElseThrow(() -> illegal("limit", value)));
    } else if (isShort(word, "latency")) {
      String value = value(latency, "latency");
      requireAlone(limit, "\"limit\" and \"/latency\"");
      latency = Optional.of(Quantities.time(value).orElseThrow(() -> illegal("latency", value)));
    } else if (word.matches("peakrate|mtu|minburst|mpu|overhead|linklayer")) {
      throw CommandFailure.refused("tbf " + word + " is not available on this machine");
    } else if (word.equals("help")) {
      throw CommandFailure.refused(Usage.text("tc-tbf"));
    } else {
      throw CommandFailure.refused(
          "tbf: unknown parameter \"" + word + "\"\n" + Usage.text("tc-tbf"));
    }
  }

  /** As iproute2's {@code matches}: whether a word is an abbreviation. */
  private static boolean isShort(String word, String whole) {
    return !word.isEmpty() && whole.startsWith(word);
  }

  private String value(Optional<?> before, String name) {
    String value = words.next();
    if (before.isPresent()) {
      throw CommandFailure.refused("tbf: duplicate \"" + name + "\" specification");
    }
    return value;
  }

  private static void requireAlone(Optional<?> other, String both) {
    if (other.isPresent()) {
      throw CommandFailure.refused("tbf: specifying both " + both + " is not allowed");
    }
  }

  private static CommandFailure illegal(String name, String value) {
    return CommandFailure.refused("tbf: illegal value for \"" + name + "\": \"" + value + "\"");
  }

  private TbfSettings settings() {
    long bits = rate.orElse(0L);
    long bytes = burst.orElse(0L);
    boolean bounded = limit.orElse(0L) > 0 || !latency.orElse(Duration.ZERO).isZero();
    StringBuilder missing = new StringBuilder();
    missing.append(bits > 0 ? "" : "tbf: the \"rate\" parameter is mandatory.\n");
    missing.append(bytes > 0 ? "" : "tbf: the \"burst\" parameter is mandatory.\n");
    missing.append(bounded ? "" : "tbf: either \"limit\" or \"latency\" is required.\n");
    if (missing.length() > 0) {
      throw CommandFailure.refused(missing + Usage.text("tc-tbf"));
    }
    return limit.isPresent()
        ? new TbfSettings(bits, bytes, limit.get())
        : TbfSettings.ofLatency(bits, bytes, latency.orElse(Duration.ZERO));
  }

  static String shown(TbfSettings settings) {
    return " rate %s burst %s lat %s "
        .formatted(
            Quantities.shownRate(settings.rate()),
            Quantities.shownSize(kept(settings)),
            Quantities.shown(settings.latency()));
  }

  /** The burst as the kernel stores it, in whole microseconds at this rate. */
  private static long kept(TbfSettings settings) {
    long micros = settings.burst() * 8_000_000 / settings.rate();
    return micros * settings.rate() / 8_000_000;
  }
}
