package dev.cnilab.cluster.image.flannel;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import dev.cnilab.netsim.nftables.Ruleset;
import dev.cnilab.netsim.nftables.TableFamily;
import java.util.List;

/** The rules of flanneld: packets from pods to the outside get their node's address. */
final class TrafficRules {
  private static final Ipv4Prefix MULTICAST = Ipv4Prefix.parse("224.0.0.0/4");
  private static final int KUBE_PROXY_MARK = 0x4000;
  private static final Match MASQ = new Match.Comment("flanneld masq");
  private static final Match FORWARD = new Match.Comment("flanneld forward");

  private final NetworkNamespace node;
  private final Target.Masquerade masquerade;

  /**
   * The rules of a node.
   *
   * @param masquerade how ports are chosen
   */
  TrafficRules(NetworkNamespace node, Target.Masquerade masquerade) {
    this.node = node;
    this.masquerade = masquerade;
  }

  /** Masquerades packets that leave the pod network; {@code masqRules}. */
  void ensureMasquerade(Ipv4Prefix cluster, Ipv4Prefix pods) {
    Table nat = node.iptables().table(TableName.NAT);
    Chain own = nat.ensureChain("FLANNEL-POSTRTG");
    nat.ensureChain("POSTROUTING").ensureLast(new Rule(List.of(MASQ), new Target.Jump(own)));
    Match fromCluster = new PacketMatch.Source(cluster);
    Match toPods = new PacketMatch.Destination(pods);
    Match.Not fromElsewhere = new Match.Not(fromCluster);
    own.ensureLast(
        new Rule(
            List.of(new KnowledgeMatch.Mark(KUBE_PROXY_MARK, KUBE_PROXY_MARK), MASQ),
            new Target.Return()));
    own.ensureLast(
        new Rule(
            List.of(new PacketMatch.Source(pods), new PacketMatch.Destination(cluster), MASQ),
            new Target.Return()));
    own.ensureLast(new Rule(List.of(fromCluster, toPods, MASQ), new Target.Return()));
    own.ensureLast(new Rule(List.of(fromElsewhere, toPods, MASQ), new Target.Return()));
    own.ensureLast(
        new Rule(
            List.of(fromCluster, new Match.Not(new PacketMatch.Destination(MULTICAST)), MASQ),
            masquerade));
    own.ensureLast(
        new Rule(List.of(fromElsewhere, new PacketMatch.Destination(cluster), MASQ), masquerade));
  }

  /** Removes the rules of the last run, which were for another network or subnet. */
  void recycleMasquerade() {
    Table nat = node.iptables().table(TableName.NAT);
    nat.chain("FLANNEL-POSTRTG").ifPresent(Chain::flush);
  }

  /** Deletes what a run in nftables mode has left behind. */
  void deleteNftables() {
    Ruleset ruleset = node.nftables();
    ruleset.atomically(
        () -> {
          ruleset.table(TableFamily.IP, "flannel-ipv4").ifPresent(ruleset::deleteTable);
          ruleset.table(TableFamily.IP6, "flannel-ipv6").ifPresent(ruleset::deleteTable);
        });
  }

  /** Accepts the pod network's packets; {@code forwardRules}. */
  void ensureForward(Ipv4Prefix cluster) {
    Table filter = node.iptables().table(TableName.FILTER);
    Chain own = filter.ensureChain("FLANNEL-FWD");
    filter.ensureChain("FORWARD").ensureLast(new Rule(List.of(FORWARD), new Target.Jump(own)));
    own.ensureLast(
        new Rule(List.of(new PacketMatch.Source(cluster), FORWARD), new Target.Accept()));
    own.ensureLast(
        new Rule(List.of(new PacketMatch.Destination(cluster), FORWARD), new Target.Accept()));
  }
}
