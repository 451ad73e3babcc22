package dev.cnilab.userland.netfilter.listing;

import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.netfilter.Counters;
import java.util.List;

/** The tables as {@code iptables -S} prints them: as commands that would create them. */
public record RuleSpecifications(boolean verbose) {

  /**
   * The chains with their rules.
   *
   * @param pause lets others run, now and then; called after each rule
   */
  public String of(List<Chain> chains, Runnable pause) {
    StringBuilder text = new StringBuilder();
    for (Chain chain : chains) {
      text.append(
          chain
              .policy()
              .map(policy -> "-P " + chain.name() + " " + policy + (verbose ? " -c 0 0" : ""))
              .orElse("-N " + chain.name()));
      text.append('\n');
    }
    for (Chain chain : chains) {
      for (Rule rule : List.copyOf(chain.rules())) {
        text.append(of(chain, rule).stripTrailing()).append('\n');
        pause.run();
      }
    }
    return text.toString();
  }

  /** One rule of a chain. */
  public String of(Chain chain, Rule rule) {
    return "-A " + chain.name() + " " + counted(rule);
  }

  private String counted(Rule rule) {
    String text = rule.toString();
    if (!verbose) {
      return text;
    }
    Counters counters = rule.counters();
    String target = rule.target().toString();
    String matches = text.substring(0, text.length() - target.length()).stripTrailing();
    return (matches.isEmpty() ? "" : matches + " ")
        + ("-c " + counters.packets())
        + " "
        + counters.bytes()
        + " "
        + target;
  }
}
