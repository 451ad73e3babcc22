package dev.cnilab.cluster.image.proxy.nftables;

import java.util.LinkedHashSet;
import java.util.Set;

/** Commands for one table that nft is to do as a whole (sigs.k8s.io/knftables). */
final class NftTransaction {
  private final String table;
  private final StringBuilder commands = new StringBuilder();
  private final Set<String> ensured = new LinkedHashSet<>();

  /**
   * An empty one.
   *
   * @param family ip or ip6
   */
  NftTransaction(String family) {
    this.table = family + " kube-proxy ";
  }

  /** A command of which the table's name is a part: {@code add chain}, then the rest. */
  NftTransaction command(String verb, String rest) {
    commands.append(verb).append(' ').append(table).append(rest).append('\n');
    return this;
  }

  /** Adds an empty chain, and flushes it if it is there, but once only. */
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
