package dev.cnilab.userland.netfilter;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.iptables.Iptables;
import dev.cnilab.userland.netfilter.rule.RuleAddresses;
import dev.cnilab.userland.process.ProgramException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The two families of one program: it is iptables for IPv4 and ip6tables for IPv6. As no packet
 * here is IPv6, rules for it never match; those whose targets or extensions have addresses are
 * refused.
 */
public enum Xtables {
  IPV4("iptables", "0.0.0.0/0", "-6", RuleAddresses.IPV4),
  IPV6("ip6tables", "::/0", "-4", RuleAddresses.IPV6);

  private static final Pattern NAME = Pattern.compile("(?<![\\w.-])iptables(?=[ :-]|$)");

  /** IPv6 has fragments in a header of its own. */
  private static final Set<String> OPTIONS_OF_IPV4 = Set.of("-f", "--fragment");

  /** Targets and extensions that have addresses, or answer with a message of their family. */
  private static final Set<String> NAMES_WITH_ADDRESSES =
      Set.of("REJECT", "DNAT", "SNAT", "TTL", "iprange", "ttl", "icmp", "set");

  private static final Set<String> NAMING = Set.of("-j", "--jump", "-m", "--match");

  private final String program;
  private final String everywhere;
  private final String other;
  private final RuleAddresses addresses;

  Xtables(String program, String everywhere, String other, RuleAddresses addresses) {
    this.program = program;
    this.everywhere = everywhere;
    this.other = other;
    this.addresses = addresses;
  }

  /** The name of the program that shows and changes the tables. */
  String program() {
    return program;
  }

  /** All addresses, in numbers. */
  public String everywhere() {
    return everywhere;
  }

  Iptables tables(NetworkNamespace network) {
    return this == IPV4 ? network.iptables() : network.ip6tables();
  }

  RuleAddresses addresses() {
    return addresses;
  }

  /** The option that names it. */
  String letter() {
    return this == IPV4 ? "4" : "6";
  }

  /** Whether a word says that a line is for the other family. */
  boolean isOther(String word) {
    return word.equals(other) || word.equals(other.equals("-4") ? "--ipv4" : "--ipv6");
  }

  /** A message of iptables in this program's name. */
  String named(String message) {
    return NAME.matcher(message).replaceAll(program);
  }

  /**
   * Checks the words of a rule.
   *
   * @throws ProgramException if it would name addresses that do not exist here
   */
  void require(List<String> rule) throws ProgramException {
    if (this == IPV4) {
      return;
    }
    for (int i = 0; i < rule.size(); i++) {
      boolean isName = i > 0 && NAMING.contains(rule.get(i - 1));
      if ((isName ? NAMES_WITH_ADDRESSES : OPTIONS_OF_IPV4).contains(rule.get(i))) {
        throw new ProgramException(
            2,
            "iptables v1.8.9 (nf_tables): "
                + (rule.get(i) + ": not available in rules for IPv6 on this machine"));
      }
    }
  }
}
