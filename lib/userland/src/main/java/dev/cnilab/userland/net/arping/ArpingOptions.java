package dev.cnilab.userland.net.arping;

import dev.cnilab.userland.command.GetOpt;
import dev.cnilab.userland.net.command.CommandFailure;
import java.time.Duration;
import java.util.Optional;

/**
 * The options of {@code arping}.
 *
 * @param count the number of requests to send; empty for no limit
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

  /** Whether it announces this host's address instead of asking for one. */
  boolean announces() {
    return given.has('U') || given.has('A');
  }

  /** Whether announcements are unsolicited replies. */
  boolean answers() {
    return given.has('A');
  }
}
