package dev.cnilab.userland.netfilter.rule;

import dev.cnilab.netsim.iptables.match.TransportMatch;
import dev.cnilab.userland.process.ProgramException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** The names of ICMP messages in iptables (iptables(8), "icmp"). */
public final class IcmpTypes {
  private static final int ANY_CODE = -1;

  /** A name; of names with the same type and code the first one is listed. */
  private record Named(String name, int type, int code) {
    OptionalInt anyCode() {
      return code == ANY_CODE ? OptionalInt.empty() : OptionalInt.of(code);
    }
  }

  private static final List<Named> NAMES =
      List.of(
          new Named("any", TransportMatch.IcmpType.ANY, ANY_CODE),
          new Named("echo-reply", 0, ANY_CODE),
          new Named("pong", 0, ANY_CODE),
          new Named("destination-unreachable", 3, ANY_CODE),
          new Named("network-unreachable", 3, 0),
          new Named("host-unreachable", 3, 1),
          new Named("protocol-unreachable", 3, 2),
          new Named("port-unreachable", 3, 3),
          new Named("fragmentation-needed", 3, 4),
          new Named("source-route-failed", 3, 5),
          new Named("network-unknown", 3, 6),
          new Named("host-unknown", 3, 7),
          new Named("network-prohibited", 3, 9),
          new Named("host-prohibited", 3, 10),
          new Named("TOS-network-unreachable", 3, 11),
          new Named("TOS-host-unreachable", 3, 12),
          new Named("communication-prohibited", 3, 13),
          new Named("host-precedence-violation", 3, 14),
          new Named("precedence-cutoff", 3, 15),
          new Named("source-quench", 4, ANY_CODE),
          new Named("redirect", 5, ANY_CODE),
          new Named("network-redirect", 5, 0),
          new Named("host-redirect", 5, 1),
          new Named("TOS-network-redirect", 5, 2),
          new Named("TOS-host-redirect", 5, 3),
          new Named("echo-request", 8, ANY_CODE),
          new Named("ping", 8, ANY_CODE),
          new Named("router-advertisement", 9, ANY_CODE),
          new Named("router-solicitation", 10, ANY_CODE),
          new Named("time-exceeded", 11, ANY_CODE),
          new Named("ttl-exceeded", 11, ANY_CODE),
          new Named("ttl-zero-during-transit", 11, 0),
          new Named("ttl-zero-during-reassembly", 11, 1),
          new Named("parameter-problem", 12, ANY_CODE),
          new Named("ip-header-bad", 12, 0),
          new Named("required-option-missing", 12, 1),
          new Named("timestamp-request", 13, ANY_CODE),
          new Named("timestamp-reply", 14, ANY_CODE),
          new Named("address-mask-request", 17, ANY_CODE),
          new Named("address-mask-reply", 18, ANY_CODE));

  private IcmpTypes() {}

  /**
   * Parses a name, an unambiguous abbreviation, or a type with an optional code.
   *
   * @throws ProgramException if it is invalid
   */
  public static TransportMatch.IcmpType parse(String text) throws ProgramException {
    String lower = text.toLowerCase(Locale.ROOT);
    List<Named> candidates =
        NAMES.stream()
            .filter(each -> each.name().toLowerCase(Locale.ROOT).startsWith(lower))
            .toList();
    List<Named> exact =
        candidates.stream().filter(each -> each.name().equalsIgnoreCase(text)).toList();
    List<Named> found = exact.isEmpty() ? candidates : exact;
    if (found.size() > 1) {
      throw IptablesFailure.usage(
          ("Ambiguous ICMP type `" + text + "': `" + found.get(0).name() + "' or `")
              + (found.get(1).name() + "'?"));
    }
    if (found.size() == 1) {
      return new TransportMatch.IcmpType(found.getFirst().type(), found.getFirst().anyCode());
    }
    String[] parts = text.split("/", 2);
    String problem = "Unknown ICMP type `" + text + "'";
    return new TransportMatch.IcmpType(
        RuleValues.number(parts[0], 255, problem),
        parts.length == 1
            ? OptionalInt.empty()
            : OptionalInt.of(RuleValues.number(parts[1], 255, problem)));
  }

  /** The text in {@code iptables -L}. */
  public static String listed(TransportMatch.IcmpType icmp, String not) {
    return NAMES.stream()
        .filter(each -> each.type() == icmp.type() && each.anyCode().equals(icmp.code()))
        .findFirst()
        .map(each -> "icmp " + not + each.name())
        .orElseGet(() -> numeric(icmp, not));
  }

  /** The text in {@code iptables -L -n}. */
  public static String numeric(TransportMatch.IcmpType icmp, String not) {
    return (not.isEmpty() ? "icmptype " : "icmp !type ")
        + icmp.type()
        + (icmp.code().isEmpty() ? "" : " code " + icmp.code().getAsInt());
  }
}
