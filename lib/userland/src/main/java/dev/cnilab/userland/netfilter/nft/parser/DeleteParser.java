package dev.cnilab.userland.netfilter.nft.parser;

import dev.cnilab.netsim.nftables.NamedSet;
import dev.cnilab.netsim.nftables.NftChain;
import dev.cnilab.netsim.nftables.NftTable;
import dev.cnilab.netsim.nftables.Ruleset;
import dev.cnilab.netsim.nftables.TableFamily;
import dev.cnilab.userland.netfilter.nft.syntax.NftFailure;
import dev.cnilab.userland.netfilter.nft.syntax.NftToken;
import dev.cnilab.userland.netfilter.nft.syntax.NftWords;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Parses commands that delete objects or empty them, and executes each at once. */
final class DeleteParser {
  private final NftWords words;
  private final Ruleset ruleset;
  private final ForeignTables foreign;
  private final NamedObjects named;
  private final SetParser sets;

  DeleteParser(NamedObjects named, SetParser sets) {
    this.words = named.words();
    this.ruleset = named.ruleset();
    this.foreign = named.foreign();
    this.named = named;
    this.sets = sets;
  }

  /**
   * Deletes an object. For elements nft itself checks that their set exists; everything else is
   * left to the kernel.
   */
  void delete(NftToken object) {
    try {
      remove(object);
    } catch (NftFailure failure) {
      throw object.is("element") ? failure : failure.toldByKernel();
    }
  }

  private void remove(NftToken object) {
    if (object.is("table")) {
      TableFamily family = named.family();
      NftToken name = words.name();
      if (!foreign.delete(family, name.text())) {
        NftTable table =
            ruleset
                .table(family, name.text())
                .orElseThrow(
                    () ->
                        new NftFailure(name, "Could not process rule: No such file or directory"));
        NamedObjects.kernel(name, () -> ruleset.deleteTable(table));
      }
      return;
    }
    NftTable table = named.table();
    switch (object.text()) {
      case "chain" -> {
        NftToken name = words.peek();
        NftChain chain = named.chain(table);
        NamedObjects.kernel(name, () -> table.deleteChain(chain));
      }
      case "rule" -> {
        NftChain chain = named.chain(table);
        words.expect("handle");
        chain.delete(named.handle(chain));
      }
      case "set", "map" -> {
        NftToken name = words.peek();
        NamedSet set = named.set(table);
        NamedObjects.kernel(name, () -> table.deleteSet(set));
      }
      case "element" -> {
        NamedSet set = named.set(table);
        sets.elements(set)
            .forEach(
                each -> NamedObjects.kernel(each.at(), () -> set.remove(each.element().key())));
      }
      default -> throw NftFailure.unexpected(object);
    }
  }

  /** The family that follows, or all. */
  private Predicate<TableFamily> chosenFamilies() {
    return Stream.of(TableFamily.values())
        .filter(each -> words.take(each.toString()))
        .findFirst()
        .<Predicate<TableFamily>>map(found -> found::equals)
        .orElse(any -> true);
  }

  /** Empties an object. */
  void flush(NftToken object) {
    switch (object.text()) {
      case "ruleset" -> {
        Predicate<TableFamily> chosen = chosenFamilies();
        Stream.of(TableFamily.values()).filter(chosen).forEach(foreign::deleteAll);
        ruleset.tables().stream()
            .filter(table -> chosen.test(table.family()))
            .toList()
            .forEach(ruleset::deleteTable);
      }
      case "table" -> {
        TableFamily family = named.family();
        NftToken name = words.name();
        if (!foreign.flush(family, name.text())) {
          ruleset
              .table(family, name.text())
              .orElseThrow(() -> NftFailure.missing(name))
              .chains()
              .forEach(NftChain::flush);
        }
      }
      case "chain" -> {
        TableFamily family = named.family();
        NftToken name = words.name();
        if (foreign.isOne(family, name.text())) {
          foreign.flushChain(family, name, words.name());
        } else {
          NftTable table =
              ruleset.table(family, name.text()).orElseThrow(() -> NftFailure.missing(name));
          named.chain(table).flush();
        }
      }
      case "set", "map" -> named.set(named.table()).flush();
      default -> throw NftFailure.unexpected(object);
    }
  }
}
