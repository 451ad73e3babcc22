package dev.cnilab.userland.netfilter.nft.parser;

import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Iptables;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.nftables.Family;
import dev.cnilab.userland.netfilter.nft.syntax.NftFailure;
import dev.cnilab.userland.netfilter.nft.syntax.Token;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tables of iptables, which with nf_tables are ordinary tables. nft can list, flush and delete
 * them; adding to them is left to iptables, as nft itself advises.
 */
public final class ForeignTables {
  private final Iptables iptables;
  private final List<Runnable> changes = new ArrayList<>();

  public ForeignTables(Iptables iptables) {
    this.iptables = iptables;
  }

  /** Makes the requested changes, once it is certain that nothing is refused. */
  public void commit() {
    changes.forEach(Runnable::run);
    changes.clear();
  }

  boolean isOne(Family family, String name) {
    return family == Family.IP
        && iptables.used().stream().anyMatch(each -> each.toString().equals(name));
  }

  void refuse(Family family, Token name) {
    if (isOne(family, name.text())) {
      throw new NftFailure(
          name, "table ip " + name.text() + " is managed by iptables-nft, use iptables");
    }
  }

  private static TableName name(String name) {
    return Arrays.stream(TableName.values())
        .filter(each -> each.toString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Deletes a table of iptables; false if there is none of that name. */
  boolean delete(Family family, String name) {
    boolean known = isOne(family, name);
    if (known) {
      changes.add(() -> iptables.unload(name(name)));
    }
    return known;
  }

  void deleteAll() {
    changes.add(() -> List.copyOf(iptables.used()).forEach(iptables::unload));
  }

  /** Removes all rules of a table of iptables; false if there is none of that name. */
  boolean flush(Family family, String name) {
    boolean known = isOne(family, name);
    if (known) {
      changes.add(() -> iptables.table(name(name)).chains().forEach(Chain::flush));
    }
    return known;
  }

  void flushChain(Token table, Token chain) {
    Table known = iptables.table(name(table.text()));
    Chain flushed =
        known
            .chain(chain.text())
            .orElseThrow(
                () -> new NftFailure(chain, "Could not process rule: No such file or directory"));
    changes.add(flushed::flush);
  }
}
