package dev.cnilab.cluster.image.proxy.iptables;

import static dev.cnilab.cluster.image.proxy.iptables.Matches.comment;

import dev.cnilab.cluster.image.proxy.config.NodePortAddresses;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.Ipv6Address;
import dev.cnilab.netsim.address.Ipv6Prefix;
import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which packets to a node's own addresses may be for a node port. */
interface NodePortEntries {
  /** The conditions, of which one is enough. */
  List<List<Match>> conditions();

  /** Whether node ports are served at 127.0.0.1. */
  boolean isAtLocalhost();

  /** The words that the rules carry. */
  static Match note() {
    return comment("kubernetes service nodeports; NOTE: this must be the last rule in this chain");
  }

  /** For the addresses that a node has. */
  record OfIpv4(NetworkNamespace node, NodePortAddresses addresses, Optional<Ipv4Address> address)
      implements NodePortEntries {
    @Override
    public List<List<Match>> conditions() {
      if (addresses.matchAll()) {
        Match local = Matches.local(Translation.DESTINATION);
        Match.Not loopback = new Match.Not(new PacketMatch.Destination(NodePortAddresses.LOOPBACK));
        return List.of(isAtLocalhost() ? List.of(note(), local) : List.of(loopback, note(), local));
      }
      List<List<Match>> conditions = new ArrayList<>();
      if (addresses.atLocalhost()) {
        conditions.add(
            List.of(new PacketMatch.Destination(Ipv4Prefix.of(Ipv4Address.LOOPBACK)), note()));
      }
      for (Ipv4Address each : addresses.of(node, address.stream().toList())) {
        conditions.add(List.of(new PacketMatch.Destination(Ipv4Prefix.of(each)), note()));
      }
      return conditions;
    }

    @Override
    public boolean isAtLocalhost() {
      return addresses.localhost();
    }
  }

  /** For IPv6, of which a node has no address, and where localhost never works. */
  record OfIpv6(NodePortAddresses addresses) implements NodePortEntries {
    private static final Match ELSEWHERE =
        new Match.Not(new PacketMatch.Ipv6Destination(Ipv6Prefix.of(Ipv6Address.LOOPBACK)));

    @Override
    public List<List<Match>> conditions() {
      return addresses.matchAll()
          ? List.of(List.of(ELSEWHERE, note(), Matches.local(Translation.DESTINATION)))
          : List.of();
    }

    @Override
    public boolean isAtLocalhost() {
      return false;
    }
  }
}
