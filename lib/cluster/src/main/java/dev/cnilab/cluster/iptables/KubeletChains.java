package dev.cnilab.cluster.iptables;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Iptables;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The chains that a kubelet keeps on its node ({@code pkg/kubelet/kubelet_network_linux.go}), in
 * the tables of both families; IPv6 needs no protection of the loopback addresses.
 */
public final class KubeletChains implements AutoCloseable {
  private static final Ipv4Prefix LOOPBACK = Ipv4Prefix.parse("127.0.0.0/8");
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

  private final NetworkNamespace node;
  private final List<Canary> canaries;

  /** Creates them; they stay when the kubelet ends. */
  public KubeletChains(NetworkNamespace node) {
    this.node = node;
    ensure();
    hint(node.ip6tables());
    this.canaries =
        List.of(
            canary(node.iptables(), this::ensure),
            canary(node.ip6tables(), () -> hint(node.ip6tables())));
  }

  private Canary canary(Iptables tables, Runnable reload) {
    return new Canary(node.loop(), tables, "KUBE-KUBELET-CANARY", BETWEEN_LOOKS, reload);
  }

  /** Shows others which variant of iptables is in use. */
  private static void hint(Iptables tables) {
    tables.table(TableName.MANGLE).ensureChain("KUBE-IPTABLES-HINT");
  }

  private void ensure() {
    hint(node.iptables());
    Table filter = node.iptables().table(TableName.FILTER);
    Chain firewall = filter.ensureChain("KUBE-FIREWALL");
    for (String entry : List.of("OUTPUT", "INPUT")) {
      filter.ensureChain(entry).ensureLast(new Rule(List.of(), new Target.Jump(firewall)));
    }
    firewall.ensureLast(
        new Rule(
            List.of(
                new Match.Not(new PacketMatch.Source(LOOPBACK)),
                new PacketMatch.Destination(LOOPBACK),
                new Match.Comment("block incoming localnet connections"),
                new Match.Not(
                    new KnowledgeMatch.ConnectionState(
                        Set.of(
                            KnowledgeMatch.ConnectionState.Name.RELATED,
                            KnowledgeMatch.ConnectionState.Name.ESTABLISHED,
                            KnowledgeMatch.ConnectionState.Name.DNAT)))),
            new Target.Drop()));
  }

  @Override
  public void close() {
    canaries.forEach(Canary::close);
  }
}
