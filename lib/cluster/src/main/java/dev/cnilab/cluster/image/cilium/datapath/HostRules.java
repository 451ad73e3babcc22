package dev.cnilab.cluster.image.cilium.datapath;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import java.util.List;
import java.util.Optional;

/**
 * The rules that are left to iptables: forwarding, and masquerading of packets that leave the pod
 * network.
 */
public final class HostRules {
  private static final String POST = "CILIUM_POST_nat";

  private final NetworkNamespace node;

  public HostRules(NetworkNamespace node) {
    this.node = node;
  }

  /** Adds what is missing so that pods' packets are forwarded. */
  public void ensure() {
    Chain forward = feeder(TableName.FILTER, "FORWARD", "CILIUM_FORWARD");
    accept(
        forward,
        new PacketMatch.Out("cilium_host"),
        "cilium: any->cluster on cilium_host forward accept");
    accept(
        forward,
        new PacketMatch.In("cilium_host"),
        "cilium: cluster->any on cilium_host forward accept (nodeport)");
    accept(forward, new PacketMatch.In("lxc+"), "cilium: cluster->any on lxc+ forward accept");
    accept(
        forward,
        new PacketMatch.In("cilium_net"),
        "cilium: cluster->any on cilium_net forward accept (nodeport)");
    accept(
        forward,
        new PacketMatch.In("cilium_vxlan"),
        "cilium: cluster->any on tunnel forward accept");
    feeder(TableName.NAT, "POSTROUTING", POST).flush();
  }

  /** Adds what masquerades the node's pods outside the cluster; undone by {@link #ensure}. */
  public void masquerade(Ipv4Prefix pods, Ipv4Address router) {
    Chain post = feeder(TableName.NAT, "POSTROUTING", POST);
    Match from = new PacketMatch.Source(pods);
    Match notTo = new Match.Not(new PacketMatch.Destination(pods));
    post.ensureLast(
        new Rule(
            List.of(
                from,
                notTo,
                new Match.Not(new PacketMatch.Out("cilium_+")),
                new Match.Comment("cilium masquerade non-cluster")),
            new Target.Masquerade(false)));
    post.ensureLast(
        new Rule(
            List.of(
                new Match.Not(from),
                notTo,
                new PacketMatch.Out("cilium_host"),
                new Match.Comment("cilium host->cluster masquerade")),
            new Target.SourceNat(router, Optional.empty())));
  }

  private Chain feeder(TableName name, String builtIn, String chain) {
    Table table = node.iptables().table(name);
    Chain own = table.ensureChain(chain);
    table
        .ensureChain(builtIn)
        .ensureFirst(
            new Rule(List.of(new Match.Comment("cilium-feeder: " + chain)), new Target.Jump(own)));
    return own;
  }

  private static void accept(Chain chain, Match match, String comment) {
    chain.ensureLast(new Rule(List.of(match, new Match.Comment(comment)), new Target.Accept()));
  }
}
