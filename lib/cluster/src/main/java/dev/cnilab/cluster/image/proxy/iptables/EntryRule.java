package dev.cnilab.cluster.image.proxy.iptables;

import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.Match;
import java.util.ArrayList;
import java.util.List;

/** A rule in a built-in chain that jumps to one of kube-proxy's. */
record EntryRule(Table table, String to, String from, String comment, List<Match> when) {
  void ensure() {
    List<Match> matches = new ArrayList<>(when);
    matches.add(Matches.comment(comment));
    Chain chain = table.ensureChain(to);
    table.ensureChain(from).ensureFirst(new Rule(matches, new Target.Jump(chain)));
  }

  /** Deletes the rule through which packets enter. */
  void delete() {
    Chain chain = table.ensureChain(from);
    for (int i = chain.rules().size() - 1; i >= 0; i--) {
      if (chain.rules().get(i).target() instanceof Target.Jump jump
          && jump.chain().name().equals(to)) {
        chain.delete(i);
      }
    }
  }
}
