package dev.cnilab.lab.oncall.worth;

import java.util.List;
import java.util.Set;

/**
 * Something that a node had and has lost. It is seen to be missing among its kind, or when it is
 * queried by name.
 *
 * @param alike the node's other facts of its kind
 */
record LostFact(Fact fact, List<Fact> alike) implements FaultChange {

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
