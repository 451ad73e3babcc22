package dev.cnilab.userland.netfilter.nft.parser;

import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.nftables.Chain;
import dev.cnilab.netsim.nftables.Family;
import dev.cnilab.netsim.nftables.NamedSet;
import dev.cnilab.netsim.nftables.Ruleset;
import dev.cnilab.netsim.nftables.Table;
import dev.cnilab.userland.netfilter.nft.syntax.NftFailure;
import dev.cnilab.userland.netfilter.nft.syntax.Token;
import dev.cnilab.userland.netfilter.nft.syntax.Words;
import java.util.function.Supplier;

/** The tables, chains and sets of a ruleset, looked up by the next words. */
record NamedObjects(Words words, Ruleset ruleset, ForeignTables foreign) {

  /** Calls the kernel; a refusal is an error at that word. */
  static <T> T kernel(Token at, Supplier<T> call) {
    try {
      return call.get();
    } catch (ErrnoException refused) {
      throw NftFailure.kernel(at, refused);
    }
  }

  /** As {@link #kernel(Token, Supplier)}, for a call without a result. */
  static void kernel(Token at, Runnable call) {
    kernel(
        at,
        () -> {
          call.run();
          return true;
        });
  }

  /** A family; {@code ip} if none is given. */
  Family family() {
    for (Family family : Family.values()) {
      if (words.take(family.toString())) {
        return family;
      }
    }
    if (words.isAt("arp") || words.isAt("bridge") || words.isAt("netdev")) {
      throw NftFailure.unavailable(words.peek());
    }
    return Family.IP;
  }

  /** An existing table, by name. */
  Table table() {
    Family family = family();
    Token name = words.name();
    foreign.refuse(family, name);
    return ruleset.table(family, name.text()).orElseThrow(() -> NftFailure.missing(name));
  }

  /** An existing chain of the table, by name. */
  Chain chain(Table table) {
    Token name = words.name();
    return table
        .chain(name.text())
        .orElseThrow(
            () -> new NftFailure(name, "Could not process rule: No such file or directory"));
  }

  /** An existing set or map of the table, by name. */
  NamedSet set(Table table) {
    Token name = words.name();
    return table.set(name.text()).orElseThrow(() -> NftFailure.missing(name));
  }
}
