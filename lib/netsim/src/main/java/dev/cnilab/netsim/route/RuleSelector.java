package dev.cnilab.netsim.route;

import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Link;
import org.jspecify.annotations.Nullable;

/**
 * The packets that a rule is about (fib_rule_match, fib4_rule_match).
 *
 * @param inverted whether it selects the packets that do not match its conditions
 * @param from the packet's source
 * @param to its destination
 * @param in the name of the link it came in on, lo for this host's own packets; null for any
 * @param out the name of the link it must leave by; null for any
 * @param mark the packet's mark under the mask
 * @param mask 0 for any mark
 * @param tos its type of service without the two bits of ECN; 0 for any
 * @param protocol the number of its protocol; 0 for any
 * @param sourcePorts null for any
 * @param destinationPorts null for any
 * @param users the numbers of the users whose sockets send it; null for any
 */
public record RuleSelector(
    boolean inverted,
    Ipv4Prefix from,
    Ipv4Prefix to,
    @Nullable String in,
    @Nullable String out,
    int mark,
    int mask,
    int tos,
    int protocol,
    @Nullable Range sourcePorts,
    @Nullable Range destinationPorts,
    @Nullable Range users) {
  private static final int WITHOUT_ECN = 0xfc;

  /** Every packet. */
  public static final RuleSelector ALL = from(Ipv4Prefix.DEFAULT);

  /** The numbers from first to last, both included. */
  public record Range(long first, long last) {
    boolean contains(int number) {
      long value = Integer.toUnsignedLong(number);
      return first <= value && value <= last;
    }
  }

  /** The packets from an address. */
  public static RuleSelector from(Ipv4Prefix source) {
    return new RuleSelector(
        false, source, Ipv4Prefix.DEFAULT, null, null, 0, 0, 0, 0, null, null, null);
  }

  public boolean selects(Flow flow) {
    FlowTraits traits = flow.traits();
    boolean fits =
        from.contains(flow.source())
            && to.contains(flow.destination())
            && isNamed(in, flow.in())
            && isNamed(out, flow.out())
            && (traits.mark() & mask) == mark
            && (tos == 0 || tos == (traits.tos() & WITHOUT_ECN))
            && (protocol == 0 || protocol == traits.protocol())
            && (sourcePorts == null || sourcePorts.contains(traits.sourcePort()))
            && (destinationPorts == null || destinationPorts.contains(traits.destinationPort()))
            && (users == null || users.contains(traits.user()));
    return fits != inverted;
  }

  private static boolean isNamed(@Nullable String name, @Nullable Link link) {
    return name == null || (link != null && link.name().equals(name));
  }
}
