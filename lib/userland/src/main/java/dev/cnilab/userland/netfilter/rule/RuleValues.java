package dev.cnilab.userland.netfilter.rule;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch.ConnectionState.Name;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.subject.PortRange;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.userland.process.ProgramException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Parses the values of a rule's options. */
public final class RuleValues {
  /** The number of parts of an element (IPSET_DIM_MAX of libxt_set.h). */
  private static final int MOST_PARTS = 6;

  private static final int LONGEST_LINK = 15;

  /** The limit of the extension multiport; a range counts as two. */
  private static final int MOST_PORTS = 15;

  /** The number of bits in an address. */
  private static final int WIDTH = 32;

  private RuleValues() {}

  public static String link(String name) throws ProgramException {
    if (name.isEmpty()) {
      throw IptablesFailure.usage("Empty interface is likely to be undesired");
    }
    if (name.length() > LONGEST_LINK) {
      throw IptablesFailure.usage(
          "interface name `" + name + "' must be shorter than IFNAMSIZ (" + LONGEST_LINK + ")");
    }
    return name;
  }

  public static Ipv4Prefix prefix(String text) throws ProgramException {
    int slash = text.lastIndexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    String mask = text.substring(slash + 1);
    int length = slash < 0 ? WIDTH : bits(mask);
    Ipv4Address address =
        NetworkAddresses.parse(host)
            .orElseThrow(() -> wrong("host/network `" + host + "' not found"));
    return new Ipv4Prefix(address, length).network();
  }

  /** The prefix length of a mask given as a length or an address. */
  private static int bits(String mask) throws ProgramException {
    if (mask.matches("\\d{1,2}") && Integer.parseInt(mask) <= WIDTH) {
      return Integer.parseInt(mask);
    } else if (!mask.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
      throw wrong("invalid mask `" + mask + "' specified");
    }
    int bits =
        NetworkAddresses.parse(mask)
            .map(Ipv4Address::bits)
            .orElseThrow(() -> wrong("invalid mask `" + mask + "' specified"));
    int length = Integer.bitCount(bits);
    if (length != Integer.numberOfLeadingZeros(~bits)) {
      throw wrong("a mask with gaps, `" + mask + "', is not available on this machine");
    }
    return length;
  }

  public static ProgramException wrong(String problem) {
    return new ProgramException(
        2,
        (IptablesFailure.VERSION + ": " + problem + "\n")
            + "Try `iptables -h' or 'iptables --help' for more information.");
  }

  public static PortRange ports(String text) throws ProgramException {
    String[] ends = text.split(":", 2);
    int first = ends[0].isEmpty() ? 0 : port(ends[0]);
    int last = ends.length == 1 ? first : ends[1].isEmpty() ? 65535 : port(ends[1]);
    try {
      return new PortRange(first, last);
    } catch (IllegalArgumentException wrongOrder) {
      throw IptablesFailure.usage("invalid portrange (min > max)");
    }
  }

  /** The ports of multiport. */
  public static List<PortRange> ranges(String text) throws ProgramException {
    List<PortRange> ranges = new ArrayList<>();
    int count = 0;
    for (String each : text.split(",", -1)) {
      String[] ends = each.split(":", 2);
      int first = port(ends[0]);
      int last = ends.length == 1 ? first : port(ends[1]);
      if (ends.length > 1 && first >= last) {
        throw IptablesFailure.usage("invalid portrange specified");
      }
      PortRange range = new PortRange(first, last);
      ranges.add(range);
      count += range.first() == range.last() ? 1 : 2;
    }
    if (count > MOST_PORTS) {
      throw IptablesFailure.usage("too many ports specified");
    }
    return ranges;
  }

  private static int port(String text) throws ProgramException {
    Optional<Integer> known = PortNames.number(text);
    return known.isPresent()
        ? known.get()
        : number(text, 65535, "invalid port/service `" + text + "' specified");
  }

  public static Set<TcpSegment.Flag> flags(String text) throws ProgramException {
    Set<TcpSegment.Flag> flags = EnumSet.noneOf(TcpSegment.Flag.class);
    for (String name : text.split(",", -1)) {
      switch (name) {
        case "ALL" -> flags.addAll(EnumSet.range(TcpSegment.Flag.FIN, TcpSegment.Flag.URG));
        case "NONE" -> {}
        default ->
            flags.add(constant(TcpSegment.Flag.class, name, "Unknown TCP flag `" + name + "'"));
      }
    }
    return flags;
  }

  /**
   * States of connections.
   *
   * @param kind what the extension calls them in its error
   */
  public static Set<Name> states(String text, String kind) throws ProgramException {
    Set<Name> states = EnumSet.noneOf(Name.class);
    for (String name : text.split(",", -1)) {
      states.add(constant(Name.class, name, "Bad " + kind + " \"" + name + "\""));
    }
    return states;
  }

  public static Match mark(String text) throws ProgramException {
    String[] parts = text.split("/", 2);
    String option = "mark: --mark";
    return new KnowledgeMatch.Mark(
        word(parts[0], option), parts.length == 1 ? -1 : word(parts[1], option));
  }

  public static Set<RouteType> routeTypes(String text) throws ProgramException {
    Set<RouteType> types = EnumSet.noneOf(RouteType.class);
    for (String each : text.split(",", -1)) {
      types.add(constant(RouteType.class, each, "addrtype: bad type \"" + each + "\""));
    }
    return types;
  }

  public static List<KnowledgeMatch.InSet.Part> parts(String text) throws ProgramException {
    List<KnowledgeMatch.InSet.Part> parts = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      if (parts.size() == MOST_PARTS) {
        throw IptablesFailure.usage("Can't be more src/dst options than 6.");
      }
      parts.add(
          constant(
              KnowledgeMatch.InSet.Part.class,
              each,
              "You must spefify (the comma separated list of) 'src' or 'dst'."));
    }
    return parts;
  }

  /** A number from 1 to 2^32 - 1, of which 2^31 - 1 are distinguished. */
  public static int positive(String text, String extension, String option) throws ProgramException {
    if (text.matches("[0-9]{1,10}")) {
      long number = Long.parseLong(text);
      if (number > 0 && number >>> Integer.SIZE == 0) {
        return (int) Math.min(number, Integer.MAX_VALUE);
      }
    }
    throw IptablesFailure.usage(
        extension
            + (": bad value for option \"" + option + "\"")
            + ", or out of range (1-4294967295).\n");
  }

  public static double probability(String text) throws ProgramException {
    try {
      double value = Double.parseDouble(text);
      if (value >= 0 && value <= 1) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // Refused below, like a number that is out of range.
    }
    throw IptablesFailure.usage(
        "statistic: bad value for option \"--probability\", or out of range (0-1).\n");
  }

  /**
   * A number of 32 bits.
   *
   * @param option with the extension whose option it is: {@code MARK: --set-mark}
   */
  public static int word(String text, String option) throws ProgramException {
    try {
      long word = Long.decode(text);
      if (word >>> Integer.SIZE == 0) {
        return (int) word;
      }
    } catch (NumberFormatException notANumber) {
      // Refused below, like a number that is out of range.
    }
    String[] parts = option.split(": ", 2);
    throw IptablesFailure.usage(
        "%s: bad integer value for option \"%s\", or out of range.\n"
            .formatted(parts[0], parts[1]));
  }

  public static int number(String text, int most, String problem) throws ProgramException {
    try {
      int number = Integer.parseInt(text);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Refused below, like a number that is out of range.
    }
    throw IptablesFailure.usage(problem);
  }

  public static <E extends Enum<E>> E constant(Class<E> type, String name, String problem)
      throws ProgramException {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(name.replace('-', '_'))) {
        return constant;
      }
    }
    throw IptablesFailure.usage(problem);
  }
}
