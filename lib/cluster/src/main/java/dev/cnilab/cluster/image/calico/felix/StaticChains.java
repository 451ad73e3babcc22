package dev.cnilab.cluster.image.calico.felix;

import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import dev.cnilab.netsim.packet.EncapsulatedPacket;
import dev.cnilab.netsim.route.RouteType;
import java.util.List;

/** The chains that exist once on a node, whatever pods it has ({@code felix/rules/static.go}). */
final class StaticChains {
  static final String FROM_WORKLOADS = "cali-from-wl-dispatch";
  static final String TO_WORKLOADS = "cali-to-wl-dispatch";
  static final String HOSTS = "cali40all-hosts-net";
  static final String POOLS = "cali40all-ipam-pools";
  static final String MASQUERADED_POOLS = "cali40masq-ipam-pools";

  private static final String ANY_CABLE = "cali+";
  private static final Match FROM_CABLE = new PacketMatch.In(ANY_CABLE);
  private static final Match TO_CABLE = new PacketMatch.Out(ANY_CABLE);
  private static final Match IPIP = new PacketMatch.Protocol(EncapsulatedPacket.PROTOCOL);

  private StaticChains() {}

  /**
   * Writes the chains of the table filter.
   *
   * @param toHost what happens to packets from a pod to its own node that its policies allow
   */
  static void filter(ChainTable filter, Target toHost) {
    forward(filter);
    input(filter, toHost);
    output(filter);
    filter.enterFirst("FORWARD", "cali-FORWARD");
    filter.enterFirst("INPUT", "cali-INPUT");
    filter.enterFirst("OUTPUT", "cali-OUTPUT");
    filter.enterLast(
        "FORWARD",
        List.of(comment("Policy explicitly accepted packet."), Marks.ACCEPT.isSet()),
        new Target.Accept());
    filter.enterLast("FORWARD", List.of(), Marks.ACCEPT.set());
  }

  private static void forward(ChainTable filter) {
    String chain = "cali-FORWARD";
    filter
        .add(chain, List.of(), new Target.Mark(0, Marks.ALL_BUT_ENDPOINT))
        .add(chain, List.of(FROM_CABLE), filter.jump(FROM_WORKLOADS))
        .add(chain, List.of(TO_CABLE), filter.jump(TO_WORKLOADS));
  }

  private static void input(ChainTable filter, Target toHost) {
    String chain = "cali-INPUT";
    filter
        .add(
            chain,
            List.of(
                IPIP,
                comment("Allow IPIP packets from Calico hosts"),
                new KnowledgeMatch.InSet(HOSTS, List.of(KnowledgeMatch.InSet.Part.SRC)),
                new KnowledgeMatch.AddressType(Translation.DESTINATION, RouteType.LOCAL)),
            new Target.Accept())
        .add(
            chain,
            List.of(IPIP, comment("Drop IPIP packets from non-Calico hosts")),
            new Target.Drop())
        .add(chain, List.of(FROM_CABLE), filter.go("cali-wl-to-host"));
    filter
        .add("cali-wl-to-host", List.of(), filter.jump(FROM_WORKLOADS))
        .add("cali-wl-to-host", List.of(comment("Configured DefaultEndpointToHostAction")), toHost);
  }

  /**
   * The node reaches its own pods whatever the policies say; otherwise no kubelet could probe them.
   */
  private static void output(ChainTable filter) {
    String chain = "cali-OUTPUT";
    filter
        .add(chain, List.of(Marks.ACCEPT.isSet()), new Target.Accept())
        .add(chain, List.of(TO_CABLE), new Target.Return())
        .add(
            chain,
            List.of(
                IPIP,
                comment("Allow IPIP packets to other Calico hosts"),
                new KnowledgeMatch.InSet(HOSTS, List.of(KnowledgeMatch.InSet.Part.DST)),
                new KnowledgeMatch.AddressType(Translation.SOURCE, RouteType.LOCAL)),
            new Target.Accept());
  }

  /**
   * Writes the chains of the table nat: packets from pods to addresses outside all pools get the
   * node's address.
   */
  static void nat(ChainTable nat) {
    nat.chain("cali-fip-dnat").chain("cali-fip-snat");
    nat.add("cali-PREROUTING", List.of(), nat.jump("cali-fip-dnat"))
        .add("cali-OUTPUT", List.of(), nat.jump("cali-fip-dnat"))
        .add("cali-POSTROUTING", List.of(), nat.jump("cali-fip-snat"))
        .add("cali-POSTROUTING", List.of(), nat.jump("cali-nat-outgoing"))
        .add(
            "cali-nat-outgoing",
            List.of(
                new KnowledgeMatch.InSet(MASQUERADED_POOLS, List.of(KnowledgeMatch.InSet.Part.SRC)),
                new Match.Not(
                    new KnowledgeMatch.InSet(POOLS, List.of(KnowledgeMatch.InSet.Part.DST)))),
            new Target.Masquerade(true));
    nat.enterFirst("PREROUTING", "cali-PREROUTING");
    nat.enterFirst("OUTPUT", "cali-OUTPUT");
    nat.enterFirst("POSTROUTING", "cali-POSTROUTING");
  }

  private static Match comment(String text) {
    return new Match.Comment(text);
  }
}
