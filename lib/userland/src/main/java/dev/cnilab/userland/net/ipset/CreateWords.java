package dev.cnilab.userland.net.ipset;

import dev.cnilab.netsim.ipset.IpSetOptions;
import dev.cnilab.netsim.ipset.SetType;
import dev.cnilab.userland.net.command.CommandFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The type in {@code ipset create}, and the arguments after it. */
final class CreateWords {
  private static final Map<String, String> OLD_TYPES =
      Map.of(
          "iphash",
          "hash:ip",
          "nethash",
          "hash:net",
          "ipporthash",
          "hash:ip,port",
          "setlist",
          "list:set");

  /** Types that ipset 7.17 knows, and for which the simulated kernel has no module. */
  private static final Set<String> WITHOUT_MODULE =
      Set.of(
          "bitmap:ip",
          "bitmap:ip,mac",
          "bitmap:port",
          "hash:ip,mac",
          "hash:ip,mark",
          "hash:ip,port,ip",
          "hash:ip,port,net",
          "hash:mac",
          "hash:net,iface",
          "hash:net,net",
          "hash:net,port",
          "hash:net,port,net");

  private CreateWords() {}

  /**
   * The type of that name.
   *
   * @throws CommandFailure if the tool does not know it or the simulated kernel has no such sets
   */
  static SetType type(String name) {
    return SetType.find(OLD_TYPES.getOrDefault(name, name))
        .orElseThrow(
            () ->
                WITHOUT_MODULE.contains(name)
                    ? IpsetFailure.failed("Kernel error received: set type not supported")
                    : IpsetFailure.syntax("typename '" + name + "' is unknown"));
  }

  static IpSetOptions parse(List<String> words) {
    int hashSize = IpSetOptions.DEFAULT.hashSize();
    int most = IpSetOptions.DEFAULT.maxElements();
    Optional<Duration> timeout = Optional.empty();
    boolean comments = false;
    boolean counters = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      switch (word) {
        case "hashsize" -> hashSize = powerOfTwo(number(words, ++i));
        case "maxelem" -> most = number(words, ++i);
        case "timeout" -> timeout = Optional.of(Duration.ofSeconds(number(words, ++i)));
        case "comment" -> comments = true;
        case "counters" -> counters = true;
        case "family", "bucketsize", "initval", "range", "size" -> i++; // what is in it tells
        case "forceadd", "markmask", "netmask", "skbinfo" ->
            throw IpsetFailure.syntax("`" + word + "' is not available on this machine");
        default -> throw IpsetFailure.syntax("Unknown argument: `" + word + "'");
      }
    }
    return new IpSetOptions(hashSize, most, timeout, comments, counters);
  }

  static int number(List<String> words, int index) {
    String word = index < words.size() ? words.get(index) : "";
    if (!word.matches("\\d{1,9}")) {
      throw IpsetFailure.syntax("'" + word + "' is invalid as number");
    }
    return Integer.parseInt(word);
  }

  private static int powerOfTwo(int number) {
    return Math.max(64, Integer.highestOneBit(Math.max(1, 2 * number - 1)));
  }
}
