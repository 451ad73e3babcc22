package dev.cnilab.userland.netfilter.nft;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.iptables.Iptables;
import dev.cnilab.netsim.nftables.NamedSet;
import dev.cnilab.netsim.nftables.NftChain;
import dev.cnilab.netsim.nftables.NftTable;
import dev.cnilab.netsim.nftables.TableFamily;
import dev.cnilab.netsim.nftables.data.Style;
import dev.cnilab.userland.netfilter.nft.syntax.NftFailure;
import dev.cnilab.userland.netfilter.nft.syntax.NftToken;
import dev.cnilab.userland.netfilter.nft.syntax.NftWords;
import dev.cnilab.userland.stream.StreamUser;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** {@code nft list …}. */
public final class Listing {
  private final NftWords words;
  private final NetworkNamespace network;
  private final TableText text;
  private final Style style;
  private final StringBuilder output;
  private final StringBuilder warnings;
  private final StreamUser lister;

  /**
   * Reads list commands and answers them.
   *
   * @param lister works for each line
   */
  public Listing(
      NftWords words,
      NetworkNamespace network,
      Style style,
      StringBuilder output,
      StringBuilder warnings,
      StreamUser lister) {
    this.words = words;
    this.network = network;
    this.style = style;
    this.text = new TableText(style, lister);
    this.output = output;
    this.warnings = warnings;
    this.lister = lister;
  }

  /** Runs a command whose first word was consumed. */
  public void run() {
    NftToken object = words.next();
    switch (object.text()) {
      case "ruleset" -> inOrder(family(), this::foreign, text::table);
      case "tables" ->
          inOrder(
              family(),
              table -> line(table.family(), table.name()),
              table -> line(table.family(), table.name()));
      case "table" -> table();
      case "chains" -> each(family(), text::chains);
      case "sets" -> each(family(), table -> text.sets(table, set -> !set.isMap()));
      case "maps" -> each(family(), table -> text.sets(table, NamedSet::isMap));
      case "chain" -> chain();
      case "set" -> set(set -> !set.isMap());
      case "map" -> set(NamedSet::isMap);
      case "meters", "flowtables" -> each(family(), table -> "");
      case "counters", "quotas", "limits" -> family(); // they cannot be added, so there are none
      case "hooks" -> throw NftFailure.unavailable(object);
      default -> throw NftFailure.unexpected(object);
    }
  }

  private Optional<TableFamily> family() {
    for (TableFamily family : TableFamily.values()) {
      if (words.take(family.toString())) {
        return Optional.of(family);
      }
    }
    if (words.isAt("arp") || words.isAt("bridge") || words.isAt("netdev")) {
      throw NftFailure.unavailable(words.peek());
    }
    return Optional.empty();
  }

  private List<NftTable> tablesOf(Optional<TableFamily> family) {
    return network.nftables().tables().stream()
        .filter(table -> family.map(table.family()::equals).orElse(true))
        .toList();
  }

  /** The tables of iptables and ip6tables. */
  private List<ForeignText> foreign(Optional<TableFamily> family) {
    return Stream.of(TableFamily.values())
        .filter(each -> family.map(each::equals).orElse(true))
        .flatMap(each -> network.iptables(each).stream().flatMap(tables -> foreign(each, tables)))
        .toList();
  }

  private Stream<ForeignText> foreign(TableFamily family, Iptables tables) {
    return tables.used().stream()
        .map(name -> new ForeignText(family, tables.look(name), style, lister));
  }

  private Optional<ForeignText> foreign(TableFamily family, String name) {
    return foreign(Optional.of(family)).stream()
        .filter(each -> each.name().equals(name))
        .findFirst();
  }

  /** All tables in order of creation, which is that of their numbers. */
  private void inOrder(
      Optional<TableFamily> family,
      Function<ForeignText, String> ofForeign,
      Function<NftTable, String> ofOwn) {
    SortedMap<Long, String> tables = new TreeMap<>();
    foreign(family).forEach(table -> tables.put(table.handle(), ofForeign.apply(table)));
    tablesOf(family).forEach(table -> tables.put(table.handle(), ofOwn.apply(table)));
    tables.values().forEach(output::append);
  }

  private String foreign(ForeignText foreign) {
    warnings.append(foreign.warning());
    return foreign.text();
  }

  private static String line(TableFamily family, String name) {
    return "table " + family + " " + name + "\n";
  }

  private void table() {
    TableFamily family = family().orElse(TableFamily.IP);
    NftToken name = words.name();
    output.append(
        foreign(family, name.text())
            .map(this::foreign)
            .orElseGet(() -> text.table(owner(family, name))));
  }

  private NftTable owner(TableFamily family, NftToken name) {
    return network
        .nftables()
        .table(family, name.text())
        .orElseThrow(() -> NftFailure.missing(name));
  }

  private void each(Optional<TableFamily> family, Function<NftTable, String> inside) {
    for (NftTable table : tablesOf(family)) {
      output.append(text.enclosed(table, inside.apply(table)));
    }
  }

  private void chain() {
    TableFamily family = family().orElse(TableFamily.IP);
    NftToken name = words.name();
    NftToken chain = words.name();
    Optional<ForeignText> foreign = foreign(family, name.text());
    if (foreign.isPresent()) {
      output.append(foreign.get().only(chain.text()).orElseThrow(() -> NftFailure.missing(chain)));
      warnings.append(foreign.get().warning(chain.text()));
      return;
    }
    NftTable table = owner(family, name);
    NftChain known = table.chain(chain.text()).orElseThrow(() -> NftFailure.missing(chain));
    output.append(text.enclosed(table, text.chain(known)));
  }

  private void set(Predicate<NamedSet> kind) {
    NftTable table = owner(family().orElse(TableFamily.IP), words.name());
    NftToken name = words.name();
    NamedSet set = table.set(name.text()).filter(kind).orElseThrow(() -> NftFailure.missing(name));
    output.append(text.enclosed(table, text.set(set)));
  }
}
