package dev.cnilab.netsim.iptables;

import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.subject.MatchSubject;
import dev.cnilab.netsim.netfilter.Counters;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A rule: the target applies if all conditions match. Two rules are equal for {@code iptables -D}
 * and {@code -C} if their texts are.
 */
public final class Rule {
  /** The heap bytes of a rule without conditions, about. */
  private static final int BYTES = 120;

  /** The heap bytes of a condition without its text, about. */
  private static final int BYTES_OF_MATCH = 40;

  /** Extensions with a single condition, which are loaded once per condition. */
  private static final Set<String> ALONE = Set.of("comment", "set");

  private static final Set<String> TRACKING_MATCHES =
      Set.of("connlimit", "connmark", "conntrack", "state");

  private static final Set<String> TRACKING_TARGETS =
      Set.of("CONNMARK", "DNAT", "MASQUERADE", "NETMAP", "REDIRECT", "SNAT");

  private final List<Match> matches;
  private final Target target;
  private final Counters counters;

  public Rule(List<Match> matches, Target target) {
    this(List.copyOf(matches), target, new Counters());
  }

  private Rule(List<Match> matches, Target target, Counters counters) {
    this.matches = matches;
    this.target = target;
    this.counters = counters;
  }

  /** This rule with the same counters, in a table whose chains are others. */
  Rule jumpingTo(UnaryOperator<Chain> chains) {
    return switch (target) {
      case Target.Jump jump ->
          new Rule(matches, new Target.Jump(chains.apply(jump.chain())), counters);
      case Target.Goto go -> new Rule(matches, new Target.Goto(chains.apply(go.chain())), counters);
      default -> this;
    };
  }

  public List<Match> matches() {
    return matches;
  }

  public Target target() {
    return target;
  }

  /** Whether connections have to be tracked as long as this rule is there. */
  boolean tracksConnections() {
    return TRACKING_TARGETS.contains(target.name())
        || matches.stream().anyMatch(match -> TRACKING_MATCHES.contains(match.extension()));
  }

  public Counters counters() {
    return counters;
  }

  /**
   * The number of entries of a table that take up the same memory, at least 1. A rule of up to
   * twice the usual size counts as one; one with many conditions or long comments counts as
   * several.
   */
  public int weight() {
    int bytes = BYTES + BYTES_OF_MATCH * matches.size();
    for (Match match : matches) {
      if (match instanceof Match.Comment comment) {
        bytes += comment.text().length();
      }
    }
    return Math.max(1, bytes / Table.BYTES);
  }

  boolean appliesTo(MatchSubject subject) {
    for (Match match : matches) {
      if (!match.matches(subject)) {
        return false;
      }
    }
    counters.count(subject.packet().length());
    return true;
  }

  /** The rule as {@code iptables -S} prints it after {@code -A CHAIN}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    String extension = "";
    for (Match match : matches) {
      boolean loaded = match.extension().equals(extension) && !ALONE.contains(extension);
      if (!match.extension().isEmpty() && !loaded) {
        extension = match.extension();
        text.append("-m ").append(extension).append(' ');
      }
      String condition = match.toString();
      text.append(condition).append(condition.isEmpty() ? "" : " ");
    }
    return text.append(target).toString().stripTrailing();
  }
}
