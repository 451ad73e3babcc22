package dev.cnilab.netsim.iptables;

import java.util.List;

/**
 * A rule: if all matches say yes, the target. Two rules are the same for {@code iptables -D} and
 * {@code -C} if their texts are.
 */
public final class Rule {
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

  boolean appliesTo(Subject subject) {
    for (Match match : matches) {
      if (!match.matches(subject)) {
        return false;
      }
    }
    counters.count(subject.packet().length());
    return true;
  }

  /** The rule as {@code iptables -S} prints it behind {@code -A CHAIN}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    String extension = "";
    for (Match match : matches) {
      if (!match.extension().isEmpty() && !match.extension().equals(extension)) {
        extension = match.extension();
        text.append("-m ").append(extension).append(' ');
      }
      String condition = match.toString();
      text.append(condition).append(condition.isEmpty() ? "" : " ");
    }
    return text.append(target).toString().stripTrailing();
  }
}
