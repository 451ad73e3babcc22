package dev.cnilab.userland.net.tc;

import dev.cnilab.netsim.link.TbfSettings;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import java.time.Duration;
import java.util.Optional;

/** What {@code tc qdisc add … tbf} says, and shows; tc/q_tbf.c. */
final class TbfWords {
  private TbfWords() {}

  static TbfSettings parse(Arguments words) {
    long rate = 0;
    long burst = 0;
    long limit = 0;
    Optional<Duration> latency = Optional.empty();
    while (!words.isEmpty()) {
      String word = words.next();
      switch (word) {
        case "rate" -> rate = Quantities.rate(words.next());
        case "burst", "buffer", "maxburst" -> burst = Quantities.size(words.next(), word);
        case "limit" -> limit = Quantities.size(words.next(), word);
        case "latency" -> latency = Optional.of(latency(words.next()));
        case "peakrate", "mtu", "minburst", "mpu", "overhead", "linklayer" ->
            throw CommandFailure.refused("tbf " + word + " is not available on this machine");
        default -> throw usage("What is \"" + word + "\"?");
      }
    }
    if (rate == 0 || burst == 0) {
      throw usage("Both \"rate\" and \"burst\" are required.");
    } else if (limit == 0 && latency.isEmpty()) {
      throw usage("Either \"limit\" or \"latency\" is required.");
    }
    return limit > 0
        ? new TbfSettings(rate, burst, limit)
        : TbfSettings.ofLatency(rate, burst, latency.orElse(Duration.ZERO));
  }

  private static Duration latency(String word) {
    return Quantities.time(word)
        .orElseThrow(() -> usage("Illegal value for \"latency\": \"" + word + "\""));
  }

  private static CommandFailure usage(String mistake) {
    return CommandFailure.refused(mistake + "\n" + Usage.text("tc-tbf"));
  }

  static String shown(TbfSettings settings) {
    return " rate %s burst %s lat %s"
        .formatted(
            Quantities.shownRate(settings.rate()),
            Quantities.shownSize(settings.burst()),
            Quantities.shown(settings.latency()));
  }
}
