package dev.cnilab.userland.netfilter.nft.parser;

import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.nftables.NamedSet;
import dev.cnilab.netsim.nftables.NftChain;
import dev.cnilab.netsim.nftables.NftTable;
import dev.cnilab.netsim.nftables.Ruleset;
import dev.cnilab.netsim.nftables.TableFamily;
import dev.cnilab.userland.netfilter.nft.syntax.NftFailure;
import dev.cnilab.userland.netfilter.nft.syntax.NftToken;
import dev.cnilab.userland.netfilter.nft.syntax.NftWords;
import java.util.function.Supplier;

/** The tables, chains and sets of a ruleset, looked up by the next words. */
record NamedObjects(NftWords words, Ruleset ruleset, ForeignTables foreign) {

  /** Calls the kernel; a refusal is an error at that word. */
  static <T> T kernel(NftToken at, Supplier<T> call) {
    try {
      return call.get();
    } catch (ErrnoException refused) {
      throw NftFailure.kernel(at, refused);
    }
  }

  /** Like {@link #kernel(NftToken, Supplier)}, for a call without a result. */
  static void kernel(NftToken at, Runnable call) {
    kernel(
        at,
        () -> {
          call.run();
          return true;
        });
  }

  /** A family; {@code ip} if none is given. */
  TableFamily family() {
    for (TableFamily family : TableFamily.values()) {
      if (words.take(family.toString())) {
        return family;
      }
    }
    if (words.isAt("arp") || words.isAt("bridge") || words.isAt("netdev")) {
      throw NftFailure.unavailable(words.peek());
    }
    return TableFamily.IP;
  }

  /** An existing table, by name. */
  NftTable table() {
    TableFamily family = family();
    NftToken name = words.name();
    foreign.refuse(family, name);
    return ruleset.table(family, name.text()).orElseThrow(() -> NftFailure.missing(name));
  }

  /** An existing chain of the table, by name. */
  NftChain chain(NftTable table) {
    NftToken name = words.name();
    return table
        .chain(name.text())
        .orElseThrow(
            () -> new NftFailure(name, "Could not process rule: No such file or directory"));
  }

  /** An existing set or map of the table, by name. */
  NamedSet set(NftTable table) {
    NftToken name = words.name();
    return table.set(name.text()).orElseThrow(() -> NftFailure.missing(name));
  }

  /** The index of an existing rule of the chain, by handle. */
  int handle(NftChain chain) {
    NftToken at = words.peek();
    long handle = words.number(Integer.MAX_VALUE);
    return kernel(at, () -> chain.indexOf(handle));
  }
}
