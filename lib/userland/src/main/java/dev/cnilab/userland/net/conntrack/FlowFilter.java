package dev.cnilab.userland.net.conntrack;

import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.conntrack.Connection;
import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Protocols;
import dev.cnilab.userland.net.command.AddressFamily;
import dev.cnilab.userland.net.command.iproute.InetPrefix;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Selects connections by the options of {@code conntrack}. */
final class FlowFilter {
  /** States of TCP that no connection here is ever in. */
  private static final Set<String> UNSEEN = Set.of("NONE", "LISTEN");

  private FlowFilter() {}

  /** The filter of an option, by its long name, with a value; empty if there is no such option. */
  static Optional<Predicate<Connection>> of(String option, String value) {
    return Optional.ofNullable(
        switch (option) {
          case "src" -> {
            Ipv4Prefix wanted = prefix(value);
            yield flow -> wanted.contains(flow.original().source());
          }
          case "dst" -> {
            Ipv4Prefix wanted = prefix(value);
            yield flow -> wanted.contains(flow.original().destination());
          }
          case "reply-src" -> {
            Ipv4Prefix wanted = prefix(value);
            yield flow -> wanted.contains(flow.reply().source());
          }
          case "reply-dst" -> {
            Ipv4Prefix wanted = prefix(value);
            yield flow -> wanted.contains(flow.reply().destination());
          }
          case "protonum" -> {
            int number = protocol(value);
            yield flow -> flow.original().protocol() == number;
          }
          case "sport" -> {
            int port = number(value);
            yield flow -> flow.original().sourcePort() == port;
          }
          case "dport" -> {
            int port = number(value);
            yield flow -> flow.original().destinationPort() == port;
          }
          case "reply-port-src" -> {
            int port = number(value);
            yield flow -> flow.reply().sourcePort() == port;
          }
          case "reply-port-dst" -> {
            int port = number(value);
            yield flow -> flow.reply().destinationPort() == port;
          }
          case "state" -> {
            String state = value.toUpperCase(Locale.ROOT);
            if (!UNSEEN.contains(state)) {
              FlowSettings.state(value);
            }
            yield flow -> flow.tcpState().filter(each -> each.name().equals(state)).isPresent();
          }
          case "mark" -> {
            String[] parts = value.split("/", 2);
            int mark = number(parts[0]);
            int mask = parts.length > 1 ? number(parts[1]) : -1;
            yield flow -> (flow.mark() & mask) == mark;
          }
          case "status" -> status(value);
          default -> null;
        });
  }

  private static Predicate<Connection> status(String value) {
    return switch (value.toUpperCase(Locale.ROOT)) {
      case "ASSURED" -> Connection::isAssured;
      case "SEEN_REPLY" -> Connection::isAnswered;
      case "UNREPLIED" -> flow -> !flow.isAnswered();
      case "SRC_NAT" -> flow -> flow.isTranslated(Translation.SOURCE);
      case "DST_NAT" -> flow -> flow.isTranslated(Translation.DESTINATION);
      default -> throw ConntrackCommand.usage("Bad parameter `" + value + "'");
    };
  }

  /** Matches connections with a translated end, to that address if one is given. */
  static Predicate<Connection> translated(String option, Optional<String> value) {
    Predicate<Connection> any =
        flow -> flow.isTranslated(Translation.SOURCE) || flow.isTranslated(Translation.DESTINATION);
    if (value.isEmpty()) {
      return switch (option) {
        case "src-nat" -> flow -> differs(flow, Translation.SOURCE);
        case "dst-nat" -> flow -> differs(flow, Translation.DESTINATION);
        default -> any;
      };
    }
    Ipv4Prefix wanted = prefix(value.get());
    Predicate<Connection> source =
        flow ->
            flow.isTranslated(Translation.SOURCE) && wanted.contains(flow.reply().destination());
    Predicate<Connection> destination =
        flow ->
            flow.isTranslated(Translation.DESTINATION) && wanted.contains(flow.reply().source());
    return switch (option) {
      case "src-nat" -> source;
      case "dst-nat" -> destination;
      default -> source.or(destination);
    };
  }

  /**
   * Whether an end of a connection differs between its directions. The library compares the ID of a
   * ping with the type of its answer as if both were ports, so a ping that NAT has seen always
   * does.
   */
  private static boolean differs(Connection flow, Translation end) {
    return flow.isTranslated(end)
        || (flow.original().protocol() == IcmpMessage.PROTOCOL && flow.isDecided(end));
  }

  static Ipv4Prefix prefix(String word) {
    return InetPrefix.parse(word, AddressFamily.INET)
        .filter(found -> !found.isDefault())
        .map(InetPrefix::prefix)
        .orElseThrow(() -> ConntrackCommand.usage("Invalid IP address `" + word + "'"));
  }

  static int protocol(String word) {
    int number = word.matches("\\d{1,3}") ? Integer.parseInt(word) : Protocols.number(word);
    if (number < 0) {
      throw ConntrackCommand.usage("`" + word + "' unsupported protocol");
    }
    return number;
  }

  static int number(String word) {
    try {
      return Long.decode(word).intValue();
    } catch (NumberFormatException malformed) {
      return 0; // as strtoul(3) reads it
    }
  }
}
