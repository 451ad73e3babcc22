package dev.cnilab.cluster.cni.plugin.call.masquerade;

import dev.cnilab.cluster.object.Digest;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.Match;
import java.util.List;

/** The node's table nat as plugins use it: existing rules are not added twice. */
public record NatTable(Table table) {
  private static final int CHAIN_NAME_LENGTH = 28;

  public static NatTable of(NetworkNamespace node) {
    return new NatTable(node.iptables().table(TableName.NAT));
  }

  /** The name of a container's own chain: a prefix and a part of a hash. */
  public static String chainName(String prefix, String network, String containerId) {
    return (prefix + hash(network + containerId)).substring(0, CHAIN_NAME_LENGTH);
  }

  /** The hash of which plugins take a part for their names. */
  static String hash(String text) {
    return Digest.SHA_512.hex(text);
  }

  public Chain chain(String name) {
    return table.ensureChain(name);
  }

  public static void ensure(Chain chain, List<Match> matches, Target target) {
    chain.ensureLast(new Rule(matches, target));
  }

  public static void ensureFirst(Chain chain, List<Match> matches, Target target) {
    chain.ensureFirst(new Rule(matches, target));
  }

  /** Removes a chain and the rules that jump to it; does nothing if it does not exist. */
  public void remove(String name) {
    table
        .chain(name)
        .ifPresent(
            chain -> {
              table.chains().forEach(other -> removeJumps(other, chain));
              chain.flush();
              table.deleteChain(name);
            });
  }

  private static void removeJumps(Chain from, Chain to) {
    for (int i = from.rules().size() - 1; i >= 0; i--) {
      if (from.rules().get(i).target() instanceof Target.Jump jump && jump.chain() == to) {
        from.delete(i);
      }
    }
  }
}
