package dev.cnilab.userland.net.route;

import dev.cnilab.netsim.packet.Protocols;
import dev.cnilab.netsim.route.RuleSelector.Range;
import dev.cnilab.userland.net.command.CommandFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of {@code ip rule}'s words. */
public final class IpRuleValues {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,10})(?:-(\\d{1,10}))?");
  private static final int PORTS = 0x10000;

  /** The routing protocols of /etc/iproute2/rt_protos. */
  private static final Map<Integer, String> ORIGINS =
      Map.ofEntries(
          Map.entry(0, "unspec"),
          Map.entry(1, "redirect"),
          Map.entry(2, "kernel"),
          Map.entry(3, "boot"),
          Map.entry(4, "static"),
          Map.entry(8, "gated"),
          Map.entry(9, "ra"),
          Map.entry(10, "mrt"),
          Map.entry(11, "zebra"),
          Map.entry(12, "bird"),
          Map.entry(13, "dnrouted"),
          Map.entry(14, "xorp"),
          Map.entry(15, "ntk"),
          Map.entry(16, "dhcp"),
          Map.entry(18, "keepalived"),
          Map.entry(42, "babel"),
          Map.entry(186, "bgp"),
          Map.entry(187, "isis"),
          Map.entry(188, "ospf"),
          Map.entry(189, "rip"),
          Map.entry(192, "eigrp"));

  private IpRuleValues() {}

  /** A number of {@code protocol}, or of its name. */
  public static Optional<Integer> origin(String word) {
    if (word.matches("\\d{1,3}") && Integer.parseInt(word) < 256) {
      return Optional.of(Integer.parseInt(word));
    }
    return ORIGINS.entrySet().stream()
        .filter(each -> each.getValue().equals(word))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  public static String origin(int number) {
    return ORIGINS.getOrDefault(number, String.valueOf(number));
  }

  public static int protocol(String word) {
    int number = word.matches("\\d{1,3}") ? Integer.parseInt(word) : Protocols.number(word);
    if (number < 1 || number > 255) {
      throw CommandFailure.wrong(word, "Invalid \"ipproto\" value\n");
    }
    return number;
  }

  /** One port or a range of them; like iproute2, of a larger number only the last 16 bits count. */
  public static Range ports(String word) {
    Matcher range = RANGE.matcher(word);
    if (!range.matches()) {
      throw CommandFailure.wrong(word, "invalid port range\n");
    }
    long first = Long.parseLong(range.group(1)) % PORTS;
    return new Range(
        first, range.group(2) == null ? first : Long.parseLong(range.group(2)) % PORTS);
  }

  public static Range users(String word) {
    Matcher range = RANGE.matcher(word);
    if (!range.matches() || range.group(2) == null) {
      throw CommandFailure.wrong(word, "invalid UID range\n");
    }
    return new Range(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)));
  }

  /** The number of a group of links. */
  public static int group(String word) {
    if (word.equals("default")) {
      return 0;
    }
    if (!word.matches("\\d{1,9}")) {
      throw CommandFailure.wrong(word, "Invalid \"suppress_ifgroup\" value\n");
    }
    return Integer.parseInt(word);
  }

  public static String group(int number) {
    return number == 0 ? "default" : String.valueOf(number);
  }

  /** The two numbers of a mark and its mask. */
  public static List<Integer> mark(String word) {
    String[] parts = word.split("/", 2);
    try {
      return List.of(
          Long.decode(parts[0]).intValue(),
          parts.length == 1 ? -1 : Long.decode(parts[1]).intValue());
    } catch (NumberFormatException notANumber) {
      throw CommandFailure.wrong(word, "fwmark value is invalid\n");
    }
  }
}
