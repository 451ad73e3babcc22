package dev.cnilab.cluster.image.proxy.nftables;

import java.util.LinkedHashSet;
import java.util.Set;

/** Commands for one table that nft carries out atomically (sigs.k8s.io/knftables). */
final class NftTransaction {
  private final String table;
  private final StringBuilder commands = new StringBuilder();
  private final Set<String> ensured = new LinkedHashSet<>();

  /**
   * An empty transaction.
   *
   * @param family ip or ip6
   */
  NftTransaction(String family) {
    this.table = family + " kube-proxy ";
  }

  /** A command that includes the table's name: {@code add chain}, then the rest. */
  NftTransaction command(String verb, String rest) {
    commands.append(verb).append(' ').append(table).append(rest).append('\n');
    return this;
  }

  /** Adds an empty chain, or flushes an existing one, but only once. */
  void ensureChain(String chain) {
    if (ensured.add(chain)) {
      command("add chain", chain).command("flush chain", chain);
    }
  }

  void rule(String chain, String statements) {
    command("add rule", chain + " " + statements);
  }

  void rule(String chain, String statements, String comment) {
    rule(chain, statements + " comment \"" + comment + "\"");
  }

  boolean isEmpty() {
    return commands.isEmpty();
  }

  @Override
  public String toString() {
    return commands.toString();
  }
}
