package dev.cnilab.userland.netfilter.nft;

import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.netfilter.Hook;
import dev.cnilab.netsim.nftables.TableFamily;
import dev.cnilab.netsim.nftables.data.Style;
import dev.cnilab.userland.stream.StreamUser;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table of iptables as nft lists it, with its rules in nft's syntax. */
final class ForeignText {
  /** The work of a rule, in microseconds. */
  private static final int LINE = 5;

  private final TableFamily family;
  private final Table table;
  private final ForeignRules rules;
  private final StreamUser lister;

  ForeignText(TableFamily family, Table table, Style style, StreamUser lister) {
    this.family = family;
    this.table = table;
    this.rules = new ForeignRules(style);
    this.lister = lister;
  }

  TableFamily family() {
    return family;
  }

  String name() {
    return table.name().toString();
  }

  long handle() {
    return table.handle();
  }

  String text() {
    return enclosed(
        table.chains().stream()
            .filter(chain -> chain.created() > 0)
            .sorted(Comparator.comparingInt(Chain::created))
            .toList());
  }

  /** The warning that nft prints on the other stream; empty if it knows all parts of the rules. */
  String warning() {
    return warning(table.chains().stream());
  }

  /** The warning about one of the chains. */
  String warning(String chain) {
    return warning(table.chain(chain).stream());
  }

  private String warning(Stream<Chain> chains) {
    return chains.flatMap(chain -> chain.rules().stream()).anyMatch(ForeignRules::isForeign)
        ? "# Warning: table "
            + family
            + " "
            + table.name()
            + " is managed by iptables-nft, do not touch!\n"
        : "";
  }

  /** One of the chains; empty if there is none of that name. */
  Optional<String> only(String chain) {
    return table.chain(chain).map(known -> enclosed(List.of(known)));
  }

  private String enclosed(List<Chain> chains) {
    return ("table " + family + " " + table.name() + " {\n")
        + chains.stream().map(this::chain).collect(Collectors.joining("\n"))
        + "}\n";
  }

  private String chain(Chain chain) {
    StringBuilder text = new StringBuilder("\tchain " + chain.name() + " {\n");
    chain.policy().ifPresent(policy -> text.append(heading(chain, policy)));
    for (Rule rule : List.copyOf(chain.rules())) { // others may change it in the meantime
      lister.work(LINE);
      text.append("\t\t").append(rules.text(rule)).append('\n');
    }
    return text.append("\t}\n").toString();
  }

  private String heading(Chain chain, Chain.Policy policy) {
    Hook hook = Hook.valueOf(chain.name());
    String type =
        switch (table.name()) {
          case NAT -> "nat";
          case MANGLE -> hook == Hook.OUTPUT ? "route" : "filter";
          default -> "filter";
        };
    String priority =
        switch (table.name()) {
          case NAT ->
              switch (hook) {
                case PREROUTING -> "dstnat";
                case POSTROUTING -> "srcnat";
                case OUTPUT -> "-100";
                default -> "100";
              };
          default -> table.name().toString();
        };
    return "\t\ttype "
        + (type + " hook " + hook.name().toLowerCase(Locale.ROOT) + " priority " + priority)
        + ("; policy " + policy.name().toLowerCase(Locale.ROOT) + ";\n");
  }
}
