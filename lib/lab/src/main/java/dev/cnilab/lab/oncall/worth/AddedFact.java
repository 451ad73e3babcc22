package dev.cnilab.lab.oncall.worth;

/** Something that a node has and did not have before. */
record AddedFact(Fact fact) implements FaultChange {

  @Override
  public boolean isShownBy(Typed typed) {
    return typed.names(fact.node())
        && (fact.isIn(typed) || (fact.isFile() && typed.names(fact.words().getFirst())));
  }
}
