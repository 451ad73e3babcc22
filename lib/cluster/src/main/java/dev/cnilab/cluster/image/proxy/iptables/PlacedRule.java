package dev.cnilab.cluster.image.proxy.iptables;

import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.kernel.ErrnoException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A rule and the chain that it belongs to. */
record PlacedRule(Table table, String chain, Rule rule) {
  PlacedRule(Table table, String chain, List<Match> matches, Target target) {
    this(table, chain, new Rule(matches, target));
  }

  /** A jump to a chain, which is created if it does not exist. */
  static Target jump(Table table, String chain) {
    return new Target.Jump(table.ensureChain(chain));
  }

  /**
   * Rewrites chains, whose rules then count from zero like those of {@code iptables-restore}. Those
   * that get fewer rules come first, so that their memory is free for the others.
   *
   * @param table one of theirs, which all share the memory of a node
   * @throws ErrnoException ENOMEM if there is no memory for the rules; all chains are then as
   *     before
   */
  static void rewrite(Table table, Collection<Chain> chains, List<PlacedRule> rules) {
    Map<Chain, List<Rule>> after = new LinkedHashMap<>();
    chains.forEach(chain -> after.put(chain, new ArrayList<>()));
    for (PlacedRule placed : rules) {
      placed.rule.counters().zero();
      Chain chain = placed.table.ensureChain(placed.chain);
      after.computeIfAbsent(chain, none -> new ArrayList<>()).add(placed.rule);
    }
    List<Content> contents = new ArrayList<>();
    after.forEach((chain, all) -> contents.add(Content.of(chain, all)));
    table.requireRoom(contents.stream().mapToLong(Content::growth).sum());
    contents.sort(Comparator.comparingLong(Content::growth));
    contents.forEach(each -> each.chain.rewrite(each.rules));
  }

  /** What a chain is about to have, and how much more than before that weighs. */
  private record Content(Chain chain, List<Rule> rules, long growth) {
    static Content of(Chain chain, List<Rule> rules) {
      long weight = rules.stream().mapToLong(Rule::weight).sum();
      return new Content(chain, rules, weight - chain.weight());
    }
  }

  /** Whether the chain that it jumps to is still there. */
  boolean isWhole() {
    return !(rule.target() instanceof Target.Jump jump)
        || table.chain(jump.chain().name()).filter(jump.chain()::equals).isPresent();
  }
}
