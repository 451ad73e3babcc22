package dev.cnilab.userland.netfilter.nft.listing;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.nftables.Chain;
import dev.cnilab.netsim.nftables.Family;
import dev.cnilab.netsim.nftables.NamedSet;
import dev.cnilab.netsim.nftables.Table;
import dev.cnilab.netsim.nftables.data.Style;
import dev.cnilab.userland.netfilter.nft.syntax.NftFailure;
import dev.cnilab.userland.netfilter.nft.syntax.Token;
import dev.cnilab.userland.netfilter.nft.syntax.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code nft list …}. */
public final class Listing {
  private final Words words;
  private final NetworkNamespace network;
  private final TableText text;
  private final Style style;
  private final StringBuilder output;
  private final StringBuilder warnings;

  public Listing(
      Words words,
      NetworkNamespace network,
      Style style,
      StringBuilder output,
      StringBuilder warnings) {
    this.words = words;
    this.network = network;
    this.style = style;
    this.text = new TableText(style);
    this.output = output;
    this.warnings = warnings;
  }

  /** Runs a command whose first word was consumed. */
  public void run() {
    Token object = words.next();
    switch (object.text()) {
      case "ruleset" -> ruleset(family());
      case "tables" -> tables(family());
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

  private Optional<Family> family() {
    for (Family family : Family.values()) {
      if (words.take(family.toString())) {
        return Optional.of(family);
      }
    }
    return Optional.empty();
  }

  private List<Table> tablesOf(Optional<Family> family) {
    return network.nftables().tables().stream()
        .filter(table -> family.map(table.family()::equals).orElse(true))
        .toList();
  }

  private List<TableName> foreign(Optional<Family> family) {
    return family.map(Family.IP::equals).orElse(true)
        ? List.copyOf(network.iptables().used())
        : List.of();
  }

  private void ruleset(Optional<Family> family) {
    List<String> tables = new ArrayList<>();
    foreign(family).forEach(name -> tables.add(foreign(name)));
    tablesOf(family).forEach(table -> tables.add(text.table(table)));
    output.append(String.join("", tables));
  }

  private String foreign(TableName name) {
    ForeignText foreign = new ForeignText(network.iptables().look(name), style);
    warnings.append(foreign.warning());
    return foreign.text();
  }

  private void tables(Optional<Family> family) {
    foreign(family).forEach(name -> output.append("table ip ").append(name).append('\n'));
    for (Table table : tablesOf(family)) {
      output.append("table ").append(table.family()).append(' ').append(table.name());
      output.append('\n');
    }
  }

  private void table() {
    Family family = family().orElse(Family.IP);
    Token name = words.name();
    Optional<TableName> foreign =
        foreign(Optional.of(family)).stream()
            .filter(each -> each.toString().equals(name.text()))
            .findFirst();
    output.append(foreign.isPresent() ? foreign(foreign.get()) : text.table(owner(family, name)));
  }

  private Table owner(Family family, Token name) {
    return network
        .nftables()
        .table(family, name.text())
        .orElseThrow(() -> NftFailure.missing(name));
  }

  private void each(Optional<Family> family, java.util.function.Function<Table, String> inside) {
    for (Table table : tablesOf(family)) {
      output.append(text.enclosed(table, inside.apply(table)));
    }
  }

  private void chain() {
    Family family = family().orElse(Family.IP);
    Token name = words.name();
    Token chain = words.name();
    Optional<TableName> foreign =
        foreign(Optional.of(family)).stream()
            .filter(each -> each.toString().equals(name.text()))
            .findFirst();
    if (foreign.isPresent()) {
      ForeignText known = new ForeignText(network.iptables().look(foreign.get()), style);
      output.append(known.only(chain.text()).orElseThrow(() -> NftFailure.missing(chain)));
      warnings.append(known.warning(chain.text()));
      return;
    }
    Table table = owner(family, name);
    Chain known = table.chain(chain.text()).orElseThrow(() -> NftFailure.missing(chain));
    output.append(text.enclosed(table, text.chain(known)));
  }

  private void set(Predicate<NamedSet> kind) {
    Table table = owner(family().orElse(Family.IP), words.name());
    Token name = words.name();
    NamedSet set = table.set(name.text()).filter(kind).orElseThrow(() -> NftFailure.missing(name));
    output.append(text.enclosed(table, text.set(set)));
  }
}
