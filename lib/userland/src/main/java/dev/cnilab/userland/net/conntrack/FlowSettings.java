package dev.cnilab.userland.net.conntrack;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.conntrack.Connection;
import dev.cnilab.netsim.conntrack.ConnectionTracking;
import dev.cnilab.netsim.conntrack.TcpConntrackState;
import dev.cnilab.netsim.conntrack.tuple.Tuple;
import dev.cnilab.netsim.packet.TcpSegment;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What {@code conntrack -I} creates, and what {@code -U} changes. */
final class FlowSettings {
  private static final Set<String> NEW =
      Set.of(
          "src",
          "dst",
          "reply-src",
          "reply-dst",
          "protonum",
          "sport",
          "dport",
          "reply-port-src",
          "reply-port-dst");

  private static final Set<String> CHANGEABLE = Set.of("timeout", "mark", "status", "state");

  private final Map<String, String> given = new HashMap<>();

  /** Takes an option by its long name; returns whether it sets something rather than selects. */
  boolean take(String option, String value, String command) {
    boolean sets = CHANGEABLE.contains(option) || (command.equals("-I") && NEW.contains(option));
    if (!sets) {
      return false;
    }
    switch (option) {
      case "protonum" -> FlowFilter.protocol(value);
      case "src", "dst", "reply-src", "reply-dst" -> FlowFilter.prefix(value);
      case "state" -> state(value);
      default -> {
        // a number, of which every word is one
      }
    }
    given.put(option, value);
    return true;
  }

  /** Whether a connection of TCP is to be created. */
  boolean isTcp() {
    return FlowFilter.protocol(given.getOrDefault("protonum", "")) == TcpSegment.PROTOCOL;
  }

  /**
   * A state by its name.
   *
   * @throws dev.cnilab.userland.net.command.CommandFailure if there is none
   */
  static TcpConntrackState state(String value) {
    return Arrays.stream(TcpConntrackState.values())
        .filter(each -> each.name().equals(value.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> ConntrackCommand.usage("unknown TCP state `" + value + "'"));
  }

  private Ipv4Address address(String option, Ipv4Address otherwise) {
    String word = given.get(option);
    return word == null ? otherwise : FlowFilter.prefix(word).address();
  }

  private int port(String option, int otherwise) {
    String word = given.get(option);
    return word == null ? otherwise : FlowFilter.number(word);
  }

  /**
   * Creates the connection.
   *
   * @throws dev.cnilab.netsim.kernel.ErrnoException EEXIST if there is one with its ends
   */
  void create(ConnectionTracking connections) {
    int protocol = FlowFilter.protocol(given.getOrDefault("protonum", ""));
    Tuple original =
        new Tuple(
            protocol,
            address("src", Ipv4Address.ANY),
            port("sport", 0),
            address("dst", Ipv4Address.ANY),
            port("dport", 0),
            0);
    Tuple reply =
        new Tuple(
            protocol,
            address("reply-src", original.destination()),
            port("reply-port-src", original.destinationPort()),
            address("reply-dst", original.source()),
            port("reply-port-dst", original.sourcePort()),
            0);
    Connection made =
        protocol == TcpSegment.PROTOCOL
            ? connections.create(original, reply, state(given.getOrDefault("state", "SYN_SENT")))
            : connections.create(original, reply, null);
    apply(made, connections);
  }

  /** Changes a connection. */
  void apply(Connection connection, ConnectionTracking connections) {
    if (given.containsKey("mark")) {
      connection.mark(FlowFilter.number(given.get("mark")));
    }
    if (given.containsKey("timeout")) {
      connections.keep(connection, Duration.ofSeconds(FlowFilter.number(given.get("timeout"))));
    }
    for (String each : given.getOrDefault("status", "").toUpperCase(Locale.ROOT).split(",", -1)) {
      switch (each) {
        case "ASSURED" -> connection.markAssured();
        case "SEEN_REPLY" -> connection.markAnswered();
        case "" -> {
          // none given
        }
        default -> throw ConntrackCommand.usage("Bad parameter `" + each + "'");
      }
    }
  }
}
