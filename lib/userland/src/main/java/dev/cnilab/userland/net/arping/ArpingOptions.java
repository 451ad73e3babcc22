package dev.cnilab.userland.net.arping;

import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.options.GetOpt;
import java.time.Duration;
import java.util.Optional;

/**
 * What {@code arping} is asked to do.
 *
 * @param count how many requests to send; empty without end
 * @param timeout after which to stop
 */
record ArpingOptions(
    GetOpt given, Optional<Integer> count, Optional<Duration> timeout, Duration interval) {
  static ArpingOptions of(GetOpt given) {
    return new ArpingOptions(
        given,
        given.argument('c').map(ArpingOptions::number),
        given.argument('w').map(word -> Duration.ofMillis((long) (1000 * seconds(word)))),
        given
            .argument('i')
            .map(word -> Duration.ofSeconds(number(word)))
            .orElse(Duration.ofSeconds(1)));
  }

  private static int number(String word) {
    if (!word.matches("-?\\d{1,10}")) {
      throw CommandFailure.refused("arping: invalid argument: '" + word + "'");
    }
    long number = Long.parseLong(word);
    if (number < 1 || number > Integer.MAX_VALUE) {
      throw CommandFailure.refused(
          "arping: invalid argument: '" + word + "': out of range: 1 <= value <= 2147483647");
    }
    return (int) number;
  }

  private static double seconds(String word) {
    if (!word.matches("\\d{1,9}(\\.\\d{1,9})?")) {
      throw CommandFailure.refused("arping: invalid argument: '" + word + "'");
    }
    return Double.parseDouble(word);
  }

  boolean isQuiet() {
    return given.has('q');
  }

  boolean stopsAtFirst() {
    return given.has('f');
  }

  boolean alwaysBroadcasts() {
    return given.has('b');
  }

  boolean findsDuplicates() {
    return given.has('D');
  }

  /** Whether nobody is asked: others are to learn this host's address. */
  boolean announces() {
    return given.has('U') || given.has('A');
  }

  /** Whether what announces is an answer that nobody asked for. */
  boolean answers() {
    return given.has('A');
  }
}
