package dev.cnilab.userland.netfilter.nft;

import dev.cnilab.netsim.netfilter.Hook;
import dev.cnilab.netsim.nftables.BaseChain;
import dev.cnilab.netsim.nftables.NamedSet;
import dev.cnilab.netsim.nftables.NftChain;
import dev.cnilab.netsim.nftables.NftRule;
import dev.cnilab.netsim.nftables.NftTable;
import dev.cnilab.netsim.nftables.data.DataType;
import dev.cnilab.netsim.nftables.data.Durations;
import dev.cnilab.netsim.nftables.data.Element;
import dev.cnilab.netsim.nftables.data.ElementSet;
import dev.cnilab.netsim.nftables.data.Style;
import dev.cnilab.userland.netfilter.nft.parser.Declarations;
import dev.cnilab.userland.stream.StreamUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Tables as {@code nft list} prints them. */
final class TableText {
  private static final int NEAR = 10;
  private static final int DYNAMIC_SIZE = 65535;

  /** The work of a rule or of an element of a set, in microseconds. */
  private static final int LINE = 5;

  private final Style style;
  private final StreamUser lister;

  TableText(Style style, StreamUser lister) {
    this.style = style;
    this.lister = lister;
  }

  String table(NftTable table) {
    List<String> parts = new ArrayList<>();
    List.copyOf(table.sets()).forEach(set -> parts.add(set(set)));
    List.copyOf(table.chains()).forEach(chain -> parts.add(chain(chain)));
    String comment = table.comment().isEmpty() ? "" : "\tcomment \"" + table.comment() + "\"\n";
    return enclosed(table, handle(table.handle()), comment + String.join("\n", parts));
  }

  /** A part of a table; the table's own handle is then left out. */
  String enclosed(NftTable table, String inside) {
    return enclosed(table, "", inside);
  }

  private static String enclosed(NftTable table, String handle, String inside) {
    return "table " + table.family() + " " + table.name() + " {" + handle + "\n" + inside + "}\n";
  }

  String handle(long handle) {
    return style.has(Style.Option.HANDLES) ? " # handle " + handle : "";
  }

  /** The headers of all chains, as {@code list chains} prints them. */
  String chains(NftTable table) {
    return table.chains().stream()
        .map(
            chain ->
                "\tchain "
                    + (chain.name() + " {" + handle(chain.handle()) + "\n")
                    + chain.base().map(base -> heading(chain, base)).orElse("")
                    + "\t}\n")
        .collect(Collectors.joining());
  }

  String sets(NftTable table, Predicate<NamedSet> which) {
    return List.copyOf(table.sets()).stream()
        .filter(which)
        .map(this::set)
        .collect(Collectors.joining());
  }

  String chain(NftChain chain) {
    StringBuilder text = new StringBuilder("\tchain ");
    text.append(chain.name()).append(" {").append(handle(chain.handle())).append('\n');
    if (!chain.comment().isEmpty()) {
      text.append("\t\tcomment \"").append(chain.comment()).append("\"\n");
    }
    chain.base().ifPresent(base -> text.append(heading(chain, base)));
    for (NftRule rule : List.copyOf(chain.rules())) { // others may change it in the meantime
      lister.work(LINE);
      text.append("\t\t").append(rule.text(style)).append(handle(rule.handle())).append('\n');
    }
    return text.append("\t}\n").toString();
  }

  private String heading(NftChain chain, BaseChain base) {
    return "\t\ttype "
        + (base.type() + " hook " + base.hookText())
        + (" priority " + priority(base) + "; policy " + chain.policy() + ";\n");
  }

  /** The priority relative to a nearby standard name, if the hook has one. */
  private String priority(BaseChain base) {
    boolean numeric = style.has(Style.Option.NUMERIC_PRIORITY) || style.has(Style.Option.NUMERIC);
    Optional<Map.Entry<String, Integer>> near =
        Declarations.PRIORITIES.entrySet().stream()
            .filter(each -> Math.abs(base.priority() - each.getValue()) <= NEAR)
            .filter(each -> !each.getKey().equals("dstnat") || base.hook() == Hook.PREROUTING)
            .filter(each -> !each.getKey().equals("srcnat") || base.hook() == Hook.POSTROUTING)
            .findFirst();
    if (numeric || near.isEmpty()) {
      return Integer.toString(base.priority());
    }
    int more = base.priority() - near.get().getValue();
    String name = near.get().getKey();
    return more == 0 ? name : name + (more > 0 ? " + " : " - ") + Math.abs(more);
  }

  String set(NamedSet set) {
    NamedSet.Declaration declaration = set.declaration();
    StringBuilder text = new StringBuilder(set.isMap() ? "\tmap " : "\tset ");
    text.append(set.name()).append(" {").append(handle(set.handle())).append('\n');
    text.append("\t\ttype ").append(declaration.type()).append('\n');
    boolean dynamic = declaration.flags().contains(NamedSet.Flag.DYNAMIC);
    int size = declaration.size() == 0 && dynamic ? DYNAMIC_SIZE : declaration.size();
    if (size > 0) {
      text.append("\t\tsize ").append(size).append('\n');
    }
    // A set with a timeout and no other flag is listed with the timeout alone.
    String flags =
        declaration.flags().stream()
            .filter(flag -> flag != NamedSet.Flag.TIMEOUT || dynamic || isTimedByElements(set))
            .sorted()
            .map(NamedSet.Flag::toString)
            .collect(Collectors.joining(","));
    if (!flags.isEmpty()) {
      text.append("\t\tflags ").append(flags).append('\n');
    }
    if (!declaration.timeout().isZero()) {
      text.append("\t\ttimeout ").append(Durations.text(declaration.timeout(), style)).append('\n');
    }
    if (!declaration.comment().isEmpty()) {
      text.append("\t\tcomment \"").append(declaration.comment()).append("\"\n");
    }
    List<ElementSet.Entry> entries =
        style.has(Style.Option.TERSE) ? List.of() : set.elements().entries();
    if (!entries.isEmpty()) {
      text.append("\t\telements = { ").append(elements(set, entries)).append(" }\n");
    }
    return text.append("\t}\n").toString();
  }

  private static boolean isTimedByElements(NamedSet set) {
    return set.declaration().timeout().isZero();
  }

  private String elements(NamedSet set, List<ElementSet.Entry> entries) {
    List<DataType> key = set.declaration().type().key();
    int columns = key.size() > 1 ? 1 : key.getFirst().columns();
    StringBuilder text = new StringBuilder();
    int count = 0;
    for (ElementSet.Entry entry : entries) {
      lister.work(LINE);
      if (count > 0) {
        text.append(count % columns == 0 ? ",\n\t\t\t     " : ", ");
      }
      text.append(element(set, entry));
      count++;
    }
    return text.toString();
  }

  private String element(NamedSet set, ElementSet.Entry entry) {
    Element element = entry.element();
    StringBuilder text =
        new StringBuilder(DataType.text(set.declaration().type().key(), element.key(), style));
    element
        .timeout()
        .ifPresent(time -> text.append(" timeout ").append(Durations.text(time, style)));
    if (!style.has(Style.Option.STATELESS)) {
      set.elements()
          .remaining(entry)
          .ifPresent(
              nanos ->
                  text.append(" expires ").append(Durations.text(Duration.ofNanos(nanos), style)));
    }
    if (!element.comment().isEmpty()) {
      text.append(" comment \"").append(element.comment()).append('"');
    }
    if (element.mapped() != null) {
      text.append(" : ").append(element.mapped().text(style));
    }
    return text.toString();
  }
}
