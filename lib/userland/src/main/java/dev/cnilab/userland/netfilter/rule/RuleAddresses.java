package dev.cnilab.userland.netfilter.rule;

import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.Ipv6Address;
import dev.cnilab.netsim.address.Ipv6Prefix;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import dev.cnilab.userland.process.ProgramException;

/** The addresses that a family's rules name after {@code -s} and {@code -d}. */
public enum RuleAddresses {
  IPV4 {
    @Override
    public Match source(String text) throws ProgramException {
      return new PacketMatch.Source(RuleValues.prefix(text));
    }

    @Override
    public Match destination(String text) throws ProgramException {
      return new PacketMatch.Destination(RuleValues.prefix(text));
    }

    @Override
    public boolean isEverywhere(Match match) {
      return match.equals(new PacketMatch.Source(Ipv4Prefix.DEFAULT))
          || match.equals(new PacketMatch.Destination(Ipv4Prefix.DEFAULT));
    }
  },

  IPV6 {
    @Override
    public Match source(String text) throws ProgramException {
      return new PacketMatch.Ipv6Source(prefix(text));
    }

    @Override
    public Match destination(String text) throws ProgramException {
      return new PacketMatch.Ipv6Destination(prefix(text));
    }

    @Override
    public boolean isEverywhere(Match match) {
      return match.equals(new PacketMatch.Ipv6Source(EVERYWHERE))
          || match.equals(new PacketMatch.Ipv6Destination(EVERYWHERE));
    }
  };

  private static final int WIDTH = 128;
  private static final Ipv6Prefix EVERYWHERE = new Ipv6Prefix(new Ipv6Address(0, 0), 0);

  public abstract Match source(String text) throws ProgramException;

  public abstract Match destination(String text) throws ProgramException;

  /** Whether a condition names all addresses, and so is none. */
  public abstract boolean isEverywhere(Match match);

  private static Ipv6Prefix prefix(String text) throws ProgramException {
    int slash = text.lastIndexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    String mask = text.substring(slash + 1);
    if (slash >= 0 && !(mask.matches("\\d{1,3}") && Integer.parseInt(mask) <= WIDTH)) {
      throw RuleValues.wrong("invalid mask `" + mask + "' specified");
    }
    try {
      return new Ipv6Prefix(Ipv6Address.parse(host), slash < 0 ? WIDTH : Integer.parseInt(mask))
          .network();
    } catch (IllegalArgumentException unknown) {
      throw RuleValues.wrong("host/network `" + host + "' not found");
    }
  }
}
