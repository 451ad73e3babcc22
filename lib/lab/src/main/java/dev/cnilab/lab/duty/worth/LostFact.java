package dev.cnilab.lab.duty.worth;

import java.util.List;
import java.util.Set;

/**
 * What a node had, and has no more. It is seen to be missing among its like, or where it is asked
 * for by its name.
 *
 * @param alike what else of its kind the node had
 */
record LostFact(Fact fact, List<Fact> alike) implements Change {

  static LostFact of(Fact fact, Set<String> before) {
    String node = "node " + fact.node() + ": ";
    return new LostFact(
        fact,
        before.stream()
            .filter(each -> each.startsWith(node))
            .map(each -> Fact.of(fact.node(), each.substring(node.length())))
            .filter(each -> each.kind().equals(fact.kind()) && !each.equals(fact))
            .toList());
  }

  @Override
  public boolean isShownBy(Typed typed) {
    if (!typed.names(fact.node()) || fact.isIn(typed)) {
      return false;
    }
    return fact.isFile()
        ? typed.names(fact.directory()) || typed.names(fact.words().getFirst())
        : typed.names(fact.name()) || alike.stream().anyMatch(each -> each.isIn(typed));
  }
}
