package dev.cnilab.cluster.image.proxy.iptables;

import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.Target;

/** A rule of a chain that exists once on a node, for one port of a Service. */
record PortalRule(Table table, String chain, Rule rule) {
  /** Appends it to its chain, counting from zero like a rule of {@code iptables-restore}. */
  void enter() {
    rule.counters().zero();
    table.ensureChain(chain).append(rule);
  }

  /** Whether the chain that it jumps to is still there. */
  boolean isWhole() {
    return !(rule.target() instanceof Target.Jump jump)
        || table.chain(jump.chain().name()).filter(jump.chain()::equals).isPresent();
  }
}
