package dev.cnilab.userland.netfilter.rule;

import dev.cnilab.netsim.iptables.match.TransportMatch;
import dev.cnilab.userland.process.ProgramException;
import java.util.List;
import java.util.OptionalInt;

/** The names of ICMPv6 messages in ip6tables (ip6tables(8), "icmp6"). */
public final class Icmpv6Types {
  private static final int ANY_CODE = -1;

  /** A name; of names with the same type and code the first one is listed. */
  private record Named(String name, int type, int code) {
    OptionalInt anyCode() {
      return code == ANY_CODE ? OptionalInt.empty() : OptionalInt.of(code);
    }
  }

  private static final List<Named> NAMES =
      List.of(
          new Named("destination-unreachable", 1, ANY_CODE),
          new Named("no-route", 1, 0),
          new Named("communication-prohibited", 1, 1),
          new Named("beyond-scope", 1, 2),
          new Named("address-unreachable", 1, 3),
          new Named("port-unreachable", 1, 4),
          new Named("failed-policy", 1, 5),
          new Named("reject-route", 1, 6),
          new Named("packet-too-big", 2, ANY_CODE),
          new Named("time-exceeded", 3, ANY_CODE),
          new Named("ttl-exceeded", 3, ANY_CODE),
          new Named("ttl-zero-during-transit", 3, 0),
          new Named("ttl-zero-during-reassembly", 3, 1),
          new Named("parameter-problem", 4, ANY_CODE),
          new Named("bad-header", 4, 0),
          new Named("unknown-header-type", 4, 1),
          new Named("unknown-option", 4, 2),
          new Named("echo-request", 128, ANY_CODE),
          new Named("ping", 128, ANY_CODE),
          new Named("echo-reply", 129, ANY_CODE),
          new Named("pong", 129, ANY_CODE),
          new Named("router-solicitation", 133, ANY_CODE),
          new Named("router-advertisement", 134, ANY_CODE),
          new Named("neighbour-solicitation", 135, ANY_CODE),
          new Named("neighbor-solicitation", 135, ANY_CODE),
          new Named("neighbour-advertisement", 136, ANY_CODE),
          new Named("neighbor-advertisement", 136, ANY_CODE),
          new Named("redirect", 137, ANY_CODE));

  private Icmpv6Types() {}

  /**
   * Parses a name, an unambiguous abbreviation, or a type with an optional code.
   *
   * @throws ProgramException if it is invalid
   */
  public static TransportMatch.Icmpv6Type parse(String text) throws ProgramException {
    List<Named> candidates =
        NAMES.stream()
            .filter(each -> each.name().regionMatches(true, 0, text, 0, text.length()))
            .toList();
    List<Named> exact =
        candidates.stream().filter(each -> each.name().equalsIgnoreCase(text)).toList();
    List<Named> found = exact.isEmpty() ? candidates : exact;
    if (found.size() > 1) {
      throw IptablesFailure.usage(
          ("Ambiguous ICMPv6 type `" + text + "': `" + found.get(0).name() + "' or `")
              + (found.get(1).name() + "'?"));
    } else if (found.size() == 1) {
      return new TransportMatch.Icmpv6Type(found.getFirst().type(), found.getFirst().anyCode());
    }
    String[] parts = text.split("/", 2);
    String problem = "Unknown ICMPv6 type `" + text + "'";
    return new TransportMatch.Icmpv6Type(
        RuleValues.number(parts[0], 255, problem),
        parts.length == 1
            ? OptionalInt.empty()
            : OptionalInt.of(RuleValues.number(parts[1], 255, problem)));
  }

  /** The text in {@code ip6tables -L}. */
  public static String listed(TransportMatch.Icmpv6Type icmp, String not) {
    return NAMES.stream()
        .filter(each -> each.type() == icmp.type() && each.anyCode().equals(icmp.code()))
        .findFirst()
        .map(each -> "ipv6-icmp " + not + each.name())
        .orElseGet(() -> numeric(icmp, not));
  }

  /** The text in {@code ip6tables -L -n}. */
  public static String numeric(TransportMatch.Icmpv6Type icmp, String not) {
    return (not.isEmpty() ? "ipv6-icmptype " : "ipv6-icmp !type ")
        + icmp.type()
        + (icmp.code().isEmpty() ? "" : " code " + icmp.code().getAsInt());
  }
}
