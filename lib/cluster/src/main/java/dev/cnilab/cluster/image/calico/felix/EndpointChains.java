package dev.cnilab.cluster.image.calico.felix;

import dev.cnilab.cluster.policy.PolicyPod;
import dev.cnilab.cluster.policy.PolicyType;
import dev.cnilab.netsim.conntrack.tuple.Translation;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import dev.cnilab.netsim.iptables.match.TransportMatch;
import dev.cnilab.netsim.iptables.subject.PortRange;
import dev.cnilab.netsim.packet.EncapsulatedPacket;
import dev.cnilab.netsim.packet.UdpDatagram;
import java.util.List;
import java.util.Set;

/**
 * The two chains of a pod's veth ({@code felix/rules/endpoints.go}): {@code cali-tw-…} for packets
 * to the workload, {@code cali-fw-…} for packets from it.
 *
 * @param link the veth pair's end on the node
 */
record EndpointChains(ChainTable filter, PolicyPod pod, String link) {
  private static final int VXLAN_PORT = 4789;

  private static final Match KNOWN =
      new KnowledgeMatch.ConnectionState(
          Set.of(
              KnowledgeMatch.ConnectionState.Name.RELATED,
              KnowledgeMatch.ConnectionState.Name.ESTABLISHED));
  private static final Match INVALID =
      new KnowledgeMatch.ConnectionState(Set.of(KnowledgeMatch.ConnectionState.Name.INVALID));

  static String name(PolicyType direction, String link) {
    return LimitedId.chain(direction == PolicyType.INGRESS ? "cali-tw-" : "cali-fw-", link);
  }

  /**
   * Writes one of the chains.
   *
   * @param policies the chains of the policies that isolate the pod in this direction
   */
  void write(PolicyType direction, List<String> policies) {
    String chain = name(direction, link);
    filter.add(chain, List.of(KNOWN), new Target.Accept());
    filter.add(chain, List.of(INVALID), new Target.Drop());
    filter.add(chain, List.of(), Marks.ACCEPT.clear());
    if (direction == PolicyType.EGRESS) {
      dropTunnels(chain);
    }
    if (!policies.isEmpty()) {
      throughPolicies(chain, policies);
    }
    throughProfile(chain, direction);
  }

  /** Otherwise a pod could forge tunnel packets, and pretend to be anywhere. */
  private void dropTunnels(String chain) {
    filter.add(
        chain,
        List.of(
            new PacketMatch.Protocol(UdpDatagram.PROTOCOL),
            comment("Drop VXLAN encapped packets originating in workloads"),
            new TransportMatch.Ports(Translation.DESTINATION, List.of(PortRange.of(VXLAN_PORT)))),
        new Target.Drop());
    filter.add(
        chain,
        List.of(
            new PacketMatch.Protocol(EncapsulatedPacket.PROTOCOL),
            comment("Drop IPinIP encapped packets originating in workloads")),
        new Target.Drop());
  }

  private void throughPolicies(String chain, List<String> policies) {
    filter.add(chain, List.of(comment("Start of tier default")), Marks.PASS.clear());
    for (String policy : policies) {
      filter.add(chain, List.of(Marks.PASS.isClear()), filter.jump(policy));
      filter.add(
          chain,
          List.of(comment("Return if policy accepted"), Marks.ACCEPT.isSet()),
          new Target.Return());
    }
    filter.add(
        chain,
        List.of(
            comment("End of tier default. Drop if no policies passed packet"),
            Marks.PASS.isClear()),
        new Target.Drop());
  }

  /** The profile of a namespace accepts everything; it applies where no policy does. */
  private void throughProfile(String chain, PolicyType direction) {
    String profile = profile(direction);
    filter.add(chain, List.of(), filter.jump(profile));
    filter.add(
        chain,
        List.of(comment("Return if profile accepted"), Marks.ACCEPT.isSet()),
        new Target.Return());
    filter.add(chain, List.of(comment("Drop if no profiles matched")), new Target.Drop());
  }

  /** The chain of the namespace's profile for a direction. */
  String profile(PolicyType direction) {
    return LimitedId.chain(
        direction == PolicyType.INGRESS ? "cali-pri-" : "cali-pro-", "kns." + pod.namespace());
  }

  private static Match comment(String text) {
    return new Match.Comment(text);
  }
}
