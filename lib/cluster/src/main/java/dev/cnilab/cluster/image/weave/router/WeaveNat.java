package dev.cnilab.cluster.image.weave.router;

import dev.cnilab.cluster.image.weave.ipam.AddressRange;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.ipset.IpSet;
import dev.cnilab.netsim.ipset.SetEntry;
import dev.cnilab.netsim.ipset.SetType;
import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import java.util.List;

/** The chain WEAVE: packets that leave or enter the network get the node's address. */
public final class WeaveNat {
  private static final Ipv4Prefix MULTICAST = Ipv4Prefix.parse("224.0.0.0/4");

  /**
   * The node's own ranges: clients from outside keep their addresses when they connect to its pods.
   */
  private static final String LOCAL = "weaver-no-masq-local";

  private WeaveNat() {}

  /** Sets the node's own ranges. */
  static void setLocal(NetworkNamespace node, List<AddressRange> ranges) {
    IpSet set =
        node.sets().find(LOCAL).orElseGet(() -> node.sets().create(LOCAL, SetType.HASH_NET));
    set.replaceAll(
        ranges.stream()
            .flatMap(range -> range.prefixes().stream())
            .map(prefix -> new SetEntry.Net(prefix, false))
            .toList());
  }

  public static void ensure(NetworkNamespace node, Ipv4Prefix range) {
    Table nat = node.iptables().table(TableName.NAT);
    Chain own = nat.ensureChain("WEAVE");
    nat.ensureChain("POSTROUTING").ensureLast(new Rule(List.of(), new Target.Jump(own)));
    own.ensureLast(
        new Rule(
            List.of(
                new KnowledgeMatch.InSet(LOCAL, List.of(KnowledgeMatch.InSet.Part.DST)),
                new Match.Comment("Prevent SNAT to locally running containers")),
            new Target.Return()));
    Match from = new PacketMatch.Source(range);
    Match to = new PacketMatch.Destination(range);
    own.ensureLast(
        new Rule(List.of(from, new PacketMatch.Destination(MULTICAST)), new Target.Return()));
    own.ensureLast(new Rule(List.of(new Match.Not(from), to), new Target.Masquerade(false)));
    own.ensureLast(new Rule(List.of(from, new Match.Not(to)), new Target.Masquerade(false)));
  }
}
