package dev.cnilab.netsim.iptables;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** How an address or a port is chosen from a range (enum nf_nat_range_flags). */
public enum NatFlag {
  /** Another port than the present one, even if that is free. */
  RANDOM("random"),

  /** The same; the kernel only chooses it from a better source. */
  RANDOM_FULLY("random-fully"),

  /** The same address for all connections of a client, as is always the case here. */
  PERSISTENT("persistent");

  private final String text;

  NatFlag(String text) {
    this.text = text;
  }

  /** The option without its hyphens. */
  public String text() {
    return text;
  }

  /** Whether a port is chosen at random. */
  static boolean randomizes(Collection<NatFlag> flags) {
    return flags.contains(RANDOM) || flags.contains(RANDOM_FULLY);
  }

  /** The options as {@code iptables -S} prints them, each with a space before it. */
  static String options(Set<NatFlag> flags) {
    return flags.stream().sorted().map(each -> " --" + each.text).collect(Collectors.joining());
  }
}
