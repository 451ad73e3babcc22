package dev.cnilab.userland.net.tc;

import dev.cnilab.netsim.link.NetemSettings;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** Parses and prints the settings of {@code tc qdisc add … netem}; tc/q_netem.c. */
final class NetemWords {
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

  private static long rate(String word) {
    return Quantities.rate(word).orElseThrow(() -> CommandFailure.refused("Illegal \"rate\""));
  }

  private static int limit(String word) {
    if (!word.matches("\\d{1,9}")) {
      throw CommandFailure.refused("Illegal \"limit\"");
    }
    return Integer.parseInt(word);
  }

  private static NetemSettings delay(NetemSettings settings, Arguments words) {
    Duration delay =
        Quantities.time(words.next())
            .orElseThrow(() -> CommandFailure.refused("Illegal \"latency\""));
    Optional<Duration> jitter = words.isEmpty() ? Optional.empty() : Quantities.time(words.peek());
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
    if (Quantities.percent(percent).isEmpty()) {
      throw CommandFailure.refused("Unknown loss parameter: " + percent);
    }
    return percent(percent, "loss percent");
  }

  private static double percent(String word, String what) {
    OptionalDouble percent = Quantities.percent(word);
    if (percent.isEmpty() || percent.getAsDouble() > 100) {
      throw CommandFailure.refused("Illegal \"" + what + "\"");
    }
    return percent.getAsDouble();
  }

  // ---- printing

  static String shown(NetemSettings settings) {
    StringBuilder text = new StringBuilder(" limit " + settings.limit());
    if (!settings.delay().isZero() || !settings.jitter().isZero()) {
      text.append(" delay ").append(Quantities.shown(settings.delay()));
      text.append(settings.jitter().isZero() ? "" : "  " + Quantities.shown(settings.jitter()));
    }
    append(text, "loss", settings.loss());
    append(text, "duplicate", settings.duplicate());
    append(text, "reorder", settings.reorder());
    append(text, "corrupt", settings.corrupt());
    if (settings.rate() > 0) {
      text.append(" rate ").append(Quantities.shownRate(settings.rate()));
    }
    return text.append(settings.reorder() > 0 ? " gap 1" : "").toString();
  }

  private static void append(StringBuilder text, String name, double percent) {
    if (percent > 0) {
      text.append(' ').append(name).append(' ').append(Quantities.plain(percent)).append('%');
    }
  }
}
