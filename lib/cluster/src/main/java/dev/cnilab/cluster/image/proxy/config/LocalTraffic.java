package dev.cnilab.cluster.image.proxy.config;

import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import java.util.Optional;

/** How packets of the node's pods are recognized: {@code detectLocalMode} (localdetector.go). */
public sealed interface LocalTraffic {
  /** What iptables matches them by; empty if nothing tells. */
  Optional<Match> match();

  /**
   * What nft matches them by, or all others.
   *
   * @param operator "" or {@code "!= "}
   */
  Optional<String> nft(String operator);

  /** By their source address. */
  record FromRange(Ipv4Prefix pods) implements LocalTraffic {
    @Override
    public Optional<Match> match() {
      return Optional.of(new PacketMatch.Source(pods));
    }

    @Override
    public Optional<String> nft(String operator) {
      return Optional.of("ip saddr " + operator + pods);
    }
  }

  /**
   * By the link over which they come.
   *
   * @param name or the beginning of names
   * @param wildcard what follows the beginning of a name in iptables, or "" after a whole one
   */
  record FromLink(String name, String wildcard) implements LocalTraffic {
    @Override
    public Optional<Match> match() {
      return Optional.of(new PacketMatch.In(name + wildcard));
    }

    @Override
    public Optional<String> nft(String operator) {
      String all = wildcard.isEmpty() ? "" : "*";
      return Optional.of("iifname " + operator + "\"" + name + all + "\"");
    }
  }

  /** Not at all. */
  record Unknown() implements LocalTraffic {
    @Override
    public Optional<Match> match() {
      return Optional.empty();
    }

    @Override
    public Optional<String> nft(String operator) {
      return Optional.empty();
    }
  }
}
