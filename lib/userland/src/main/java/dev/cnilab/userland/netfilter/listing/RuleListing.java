package dev.cnilab.userland.netfilter.listing;

import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.HeaderMatch;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import dev.cnilab.netsim.netfilter.Counters;
import dev.cnilab.netsim.packet.Protocols;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The tables as {@code iptables -L} prints them. */
public record RuleListing(
    String everywhere, boolean numeric, boolean verbose, boolean exact, boolean numbered) {

  private static String counted(Chain chain) {
    long packets = chain.policyCounters().map(Counters::packets).orElse(0L);
    long bytes = chain.policyCounters().map(Counters::bytes).orElse(0L);
    return " " + packets + " packets, " + bytes + " bytes";
  }

  /**
   * A chain with its header.
   *
   * @param pause lets others run, now and then; called after each rule
   */
  public String of(Chain chain, Runnable pause) {
    StringBuilder text = new StringBuilder("Chain " + chain.name() + " (");
    if (chain.policy().isPresent()) {
      text.append("policy ").append(chain.policy().get());
      text.append(verbose ? counted(chain) : "").append(")\n");
    } else {
      text.append(chain.references()).append(" references)\n");
    }
    text.append(numbered ? "num  " : "");
    text.append(verbose ? (exact ? "    pkts      bytes " : " pkts bytes ") : "");
    text.append(verbose ? "target     prot opt in     out     " : "target     prot opt ");
    text.append("source               destination         \n");
    for (int i = 0; i < chain.rules().size(); i++) {
      text.append(line(chain, i));
      pause.run();
    }
    return text.toString();
  }

  /** One rule of a chain. */
  public String line(Chain chain, int index) {
    return (numbered ? padded(Integer.toString(index + 1), 4) + " " : "")
        + of(chain.rules().get(index))
        + "\n";
  }

  private String of(Rule rule) {
    StringBuilder line = new StringBuilder();
    if (verbose) {
      Counters counters = rule.counters();
      line.append(count(counters.packets(), 8)).append(' ');
      line.append(count(counters.bytes(), 8)).append(' ');
    }
    line.append(padded(rule.target().name(), 9)).append(' ');
    line.append(
        column(rule, PacketMatch.Protocol.class, each -> protocol(each.number()), protocol(0), 4));
    line.append(' ').append(fragments(rule)).append(' ');
    if (verbose) {
      line.append(link(rule, PacketMatch.In.class, PacketMatch.In::pattern));
      line.append(link(rule, PacketMatch.Out.class, PacketMatch.Out::pattern)).append(' ');
    }
    String anywhere = numeric ? everywhere : "anywhere";
    line.append(source(rule, anywhere, 19));
    line.append(' ');
    line.append(destination(rule, anywhere, 19));
    line.append(rule.target() instanceof Target.Goto ? " [goto] " : " ");
    return line.append(extensions(rule)).toString();
  }

  /** A rule as {@code -v} tells of it when it is added, deleted or found. */
  public String told(Rule rule) {
    RuleListing words = new RuleListing(everywhere, true, false, false, false);
    String protocol =
        column(rule, PacketMatch.Protocol.class, each -> Protocols.name(each.number()), "all", 0);
    String destination = destination(rule, everywhere, 0);
    return rule.target().name()
        + (" " + protocol + " opt " + fragments(rule))
        + (" in" + column(rule, PacketMatch.In.class, PacketMatch.In::pattern, "*", 0))
        + (" out" + column(rule, PacketMatch.Out.class, PacketMatch.Out::pattern, "*", 0))
        + (" " + source(rule, everywhere, 0) + " ")
        + (destination.charAt(0) + "-> " + destination.substring(1) + "  ")
        + words.extensions(rule);
  }

  private static String source(Rule rule, String anywhere, int width) {
    return has(rule, PacketMatch.Ipv6Source.class)
        ? column(rule, PacketMatch.Ipv6Source.class, each -> each.prefix().shown(), anywhere, width)
        : column(rule, PacketMatch.Source.class, each -> host(each.prefix()), anywhere, width);
  }

  private static String destination(Rule rule, String anywhere, int width) {
    return has(rule, PacketMatch.Ipv6Destination.class)
        ? column(
            rule, PacketMatch.Ipv6Destination.class, each -> each.prefix().shown(), anywhere, width)
        : column(rule, PacketMatch.Destination.class, each -> host(each.prefix()), anywhere, width);
  }

  private static boolean has(Rule rule, Class<? extends Match> kind) {
    return rule.matches().stream()
        .map(match -> match instanceof Match.Not not ? not.match() : match)
        .anyMatch(kind::isInstance);
  }

  private String extensions(Rule rule) {
    StringBuilder line = new StringBuilder();
    String extension = "";
    for (Match match : rule.matches()) {
      String words = new MatchWords(numeric).of(match);
      boolean more = !words.isEmpty() && match.extension().equals(extension);
      line.append(
          more && HEADED.containsKey(extension) ? words.substring(headed(extension)) : words);
      extension = match.extension();
    }
    return line.append(new TargetWords(numeric).of(rule.target())).toString();
  }

  /** Extensions whose conditions are listed after a common heading. */
  private static final Map<String, String> HEADED =
      Map.of(
          "tcp",
          " tcp",
          "udp",
          " udp",
          "sctp",
          " sctp",
          "dccp",
          " dccp",
          "physdev",
          " PHYSDEV match",
          "addrtype",
          " ADDRTYPE match");

  private static int headed(String extension) {
    return HEADED.getOrDefault(extension, "").length();
  }

  /** The column opt: whether the rule matches fragments. */
  private static String fragments(Rule rule) {
    for (Match match : rule.matches()) {
      if (match instanceof HeaderMatch.Fragmented) {
        return "-f";
      } else if (match instanceof Match.Not not && not.match() instanceof HeaderMatch.Fragmented) {
        return "!f";
      }
    }
    return "--";
  }

  /** The name of a link, including an exclamation mark. */
  private <M extends Match> String link(Rule rule, Class<M> kind, Function<M, String> words) {
    String column = column(rule, kind, words, any(), 6);
    return column.startsWith("!") ? String.format(" %-6s", column.stripTrailing()) : column;
  }

  private String any() {
    return numeric ? "*" : "any";
  }

  /** One column: a space or an exclamation mark, and the text of the rule's match of that kind. */
  private static <M extends Match> String column(
      Rule rule, Class<M> kind, Function<M, String> words, String otherwise, int width) {
    String sign = " ";
    String value = otherwise;
    for (Match match : rule.matches()) {
      Match inner = match instanceof Match.Not not ? not.match() : match;
      if (kind.isInstance(inner)) {
        sign = match instanceof Match.Not ? "!" : " ";
        value = words.apply(kind.cast(inner));
      }
    }
    return sign + padded(value, width);
  }

  /** A text with spaces after it, as {@code %-9s} of printf gives it at a width of 9. */
  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private String protocol(int number) {
    return numeric ? Integer.toString(number) : number == 0 ? "all" : Protocols.name(number);
  }

  private static String host(Ipv4Prefix prefix) {
    return prefix.length() == 32 ? prefix.address().toString() : prefix.toString();
  }

  /** A counter in five columns: thousands from 100000 on, unless exact numbers are asked for. */
  private String count(long number, int exactWidth) {
    if (exact) {
      return String.format("%" + exactWidth + "d", number);
    }
    if (number <= 99_999) {
      return String.format("%5d", number);
    }
    long scaled = number;
    for (char unit : new char[] {'K', 'M', 'G', 'T'}) {
      scaled = (scaled + 500) / 1000;
      if (scaled <= 9_999 || unit == 'T') {
        return String.format("%4d%c", scaled, unit);
      }
    }
    throw new AssertionError("every number ends at T");
  }

  /** The chains in listing order: the built-in ones, then the others by name. */
  public static List<Chain> inOrder(Table table) {
    return table.chains().stream()
        .sorted(
            Comparator.comparing((Chain chain) -> chain.policy().isEmpty())
                .thenComparing(chain -> chain.policy().isPresent() ? "" : chain.name()))
        .toList();
  }
}
