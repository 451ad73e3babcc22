package dev.cnilab.userland.netfilter.nft.parser;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Iptables;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.nftables.TableFamily;
import dev.cnilab.userland.netfilter.nft.syntax.NftFailure;
import dev.cnilab.userland.netfilter.nft.syntax.NftToken;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tables of iptables, which with nf_tables are ordinary tables. nft can list, flush and delete
 * them; adding to them is left to iptables, as nft itself advises.
 */
public final class ForeignTables {
  private final NetworkNamespace network;
  private final List<Runnable> changes = new ArrayList<>();

  public ForeignTables(NetworkNamespace network) {
    this.network = network;
  }

  /** Makes the requested changes, once it is certain that nothing is refused. */
  public void commit() {
    changes.forEach(Runnable::run);
    changes.clear();
  }

  boolean isOne(TableFamily family, String name) {
    return network.iptables(family).stream()
        .flatMap(iptables -> iptables.used().stream())
        .anyMatch(each -> each.toString().equals(name));
  }

  void refuse(TableFamily family, NftToken name) {
    if (isOne(family, name.text())) {
      throw new NftFailure(
          name,
          "table "
              + (family + " " + name.text() + " is managed by iptables-nft, use ")
              + (family == TableFamily.IP6 ? "ip6tables" : "iptables"));
    }
  }

  private Iptables of(TableFamily family) {
    return network.iptables(family).orElseThrow();
  }

  private static TableName name(String name) {
    return Arrays.stream(TableName.values())
        .filter(each -> each.toString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Deletes a table of iptables; false if there is none of that name. */
  boolean delete(TableFamily family, String name) {
    boolean known = isOne(family, name);
    if (known) {
      changes.add(() -> of(family).unload(name(name)));
    }
    return known;
  }

  void deleteAll(TableFamily family) {
    network
        .iptables(family)
        .ifPresent(
            iptables -> changes.add(() -> List.copyOf(iptables.used()).forEach(iptables::unload)));
  }

  /** Removes all rules of a table of iptables; false if there is none of that name. */
  boolean flush(TableFamily family, String name) {
    boolean known = isOne(family, name);
    if (known) {
      changes.add(() -> of(family).table(name(name)).chains().forEach(Chain::flush));
    }
    return known;
  }

  void flushChain(TableFamily family, NftToken table, NftToken chain) {
    Table known = of(family).table(name(table.text()));
    Chain flushed =
        known
            .chain(chain.text())
            .orElseThrow(
                () -> new NftFailure(chain, "Could not process rule: No such file or directory"));
    changes.add(flushed::flush);
  }
}
