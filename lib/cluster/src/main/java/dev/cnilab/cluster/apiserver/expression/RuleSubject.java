package dev.cnilab.cluster.apiserver.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;

/** What the rules of a schema apply to: values of one type, and their previous values. */
public final class RuleSubject {
  private final SchemaTypes types;
  private final CelType self;
  private final CelType old;

  private RuleSubject(SchemaTypes types, CelType self, CelType old) {
    this.types = types;
    this.self = self;
    this.old = old;
  }

  static RuleSubject of(SchemaTypes types, CelType self) {
    return new RuleSubject(types, self, self);
  }

  /** The same, where there may be no previous value. */
  public RuleSubject withOptionalOld() {
    return new RuleSubject(types, self, OptionalType.create(self));
  }

  /**
   * The name of the type of an expression's values.
   *
   * @throws ExpressionException if it is invalid
   */
  public String typeOf(String text) {
    Scope scope = Scope.RULE.with("self", self).with("oldSelf", old).with(types.structs());
    return Language.checkWritten(text, scope).getResultType().name();
  }
}
