package dev.cnilab.cluster.cni.plugin.meta;

import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import java.util.List;

/**
 * Rules that separate a bridge's containers from those of other bridges and, where they are
 * isolated, from each other: {@code setupIsolationChains}.
 */
record BridgeIsolation(Table filter, String bridge, String policy) {
  private static final String ANY_POLICY = "same-bridge|isolated";

  void ensure() {
    Chain first = filter.ensureChain("CNI-ISOLATION-STAGE-1");
    Chain second = filter.ensureChain("CNI-ISOLATION-STAGE-2");
    Match in = new PacketMatch.In(bridge);
    Match out = new PacketMatch.Out(bridge);
    Match own = comment(policy);
    Match common = comment(ANY_POLICY);
    filter.ensureChain("FORWARD").ensureFirst(new Rule(List.of(common), new Target.Jump(first)));
    first.ensureFirst(new Rule(List.of(in, new Match.Not(out), own), new Target.Jump(second)));
    if (policy.equals("isolated")) {
      first.ensureFirst(new Rule(List.of(in, out, own), new Target.Drop()));
    }
    first.ensureLast(new Rule(List.of(common), new Target.Return()));
    second.ensureFirst(new Rule(List.of(out, common), new Target.Drop()));
    second.ensureLast(new Rule(List.of(common), new Target.Return()));
  }

  private static Match comment(String policy) {
    return new Match.Comment("CNI firewall plugin rules (ingressPolicy: " + policy + ")");
  }
}
