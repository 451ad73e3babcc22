package dev.cnilab.lab.duty.worth;

/** What a node has that it had not. */
record AddedFact(Fact fact) implements Change {

  @Override
  public boolean isShownBy(Typed typed) {
    return typed.names(fact.node())
        && (fact.isIn(typed) || (fact.isFile() && typed.names(fact.words().getFirst())));
  }
}
