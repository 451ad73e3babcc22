package dev.cnilab.cluster.image.calico.felix;

import dev.cnilab.cluster.image.calico.cni.CalledPod;
import dev.cnilab.cluster.image.calico.datastore.IpPool;
import dev.cnilab.cluster.policy.NetworkPolicy;
import dev.cnilab.cluster.policy.PolicyPod;
import dev.cnilab.cluster.policy.PolicySnapshot;
import dev.cnilab.cluster.policy.PolicyType;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings a node's sets and rules in line with the cluster's state. May be repeated at any time:
 * rules that are already right stay, with their counters.
 */
public record Dataplane(NetworkNamespace network, String node, Target toHost) {
  /** Writes what differs. */
  public void apply(RuleInputs state) {
    SetTable sets = new SetTable(network.sets());
    ChainTable filter = new ChainTable(network.iptables().table(TableName.FILTER));
    ChainTable nat = new ChainTable(network.iptables().table(TableName.NAT));
    sets.addresses(StaticChains.HOSTS, state.hosts());
    sets.nets(StaticChains.POOLS, state.pools().stream().map(IpPool::cidr).toList());
    sets.nets(
        StaticChains.MASQUERADED_POOLS,
        state.pools().stream().filter(IpPool::natOutgoing).map(IpPool::cidr).toList());
    StaticChains.nat(nat);
    endpoints(state.policies(), filter, sets);
    StaticChains.filter(filter, toHost);
    sets.write();
    filter.commit();
    nat.commit();
    sets.sweep();
  }

  private void endpoints(PolicySnapshot policies, ChainTable filter, SetTable sets) {
    for (PolicyType direction : PolicyType.values()) {
      String dispatch =
          direction == PolicyType.INGRESS ? StaticChains.TO_WORKLOADS : StaticChains.FROM_WORKLOADS;
      List<String> written = new ArrayList<>();
      for (PolicyPod pod : policies.podsOn(node)) {
        if (pod.address() == null) {
          continue;
        }
        String link = new CalledPod(pod.namespace(), pod.name()).hostLink();
        EndpointChains chains = new EndpointChains(filter, pod, link);
        List<String> names = new ArrayList<>();
        for (NetworkPolicy policy : policies.isolating(pod, direction)) {
          PolicyChain chain = new PolicyChain(policy, direction, policies, filter, sets);
          names.add(chain.name());
          if (!written.contains(chain.name())) {
            written.add(chain.name());
            chain.write();
          }
        }
        if (!written.contains(chains.profile(direction))) {
          written.add(chains.profile(direction));
          profile(filter, chains.profile(direction), pod.namespace(), direction);
        }
        chains.write(direction, names);
        filter.add(
            dispatch,
            List.of(
                direction == PolicyType.INGRESS
                    ? new PacketMatch.Out(link)
                    : new PacketMatch.In(link)),
            filter.go(EndpointChains.name(direction, link)));
      }
      filter.add(dispatch, List.of(new Match.Comment("Unknown interface")), new Target.Drop());
    }
  }

  private static void profile(
      ChainTable filter, String chain, String namespace, PolicyType direction) {
    filter.add(
        chain,
        List.of(new Match.Comment("Profile kns." + namespace + " " + direction.field())),
        Marks.ACCEPT.set());
    filter.add(chain, List.of(Marks.ACCEPT.isSet()), new Target.Return());
  }
}
