package dev.cnilab.netsim.iptables;

import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.subject.MatchSubject;
import dev.cnilab.netsim.netfilter.Counters;
import java.util.List;
import java.util.Set;

/**
 * A rule: the target applies if all conditions match. Two rules are equal for {@code iptables -D}
 * and {@code -C} if their texts are.
 */
public final class Rule {
  /** Extensions with a single condition, which are loaded once per condition. */
  private static final Set<String> ALONE = Set.of("comment", "set");

  private final List<Match> matches;
  private final Target target;
  private final Counters counters = new Counters();

  public Rule(List<Match> matches, Target target) {
    this.matches = List.copyOf(matches);
    this.target = target;
  }

  public List<Match> matches() {
    return matches;
  }

  public Target target() {
    return target;
  }

  public Counters counters() {
    return counters;
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
