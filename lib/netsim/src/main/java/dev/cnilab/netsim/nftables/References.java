package dev.cnilab.netsim.nftables;

import dev.cnilab.netsim.nftables.data.ElementSet;
import dev.cnilab.netsim.nftables.data.RuleVerdict;
import dev.cnilab.netsim.nftables.expression.RelationalExpression;
import dev.cnilab.netsim.nftables.expression.SetReference;
import dev.cnilab.netsim.nftables.statement.SetUpdate;
import dev.cnilab.netsim.nftables.statement.Statement;
import dev.cnilab.netsim.nftables.statement.Translate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The references of rules and maps to chains and sets, by name. */
final class References {
  private References() {}

  /** The set that a statement looks up. */
  static Optional<SetReference> set(Statement statement) {
    return switch (statement) {
      case Statement.Match match -> set(match.comparison());
      case Statement.LookUp lookUp -> Optional.of(lookUp.map());
      case Translate.ByMap byMap -> Optional.of(byMap.map());
      case SetUpdate remember -> Optional.of(new SetReference.Named(remember.set()));
      default -> Optional.empty();
    };
  }

  private static Optional<SetReference> set(RelationalExpression comparison) {
    return switch (comparison) {
      case RelationalExpression.Not not -> set(not.other());
      case RelationalExpression.Among among -> Optional.of(among.set());
      default -> Optional.empty();
    };
  }

  /** Whether a statement has an anonymous set. */
  static boolean hasBraces(Statement statement) {
    return set(statement).filter(SetReference.Anonymous.class::isInstance).isPresent();
  }

  /** The name of the set that a statement looks up; empty if there is none. */
  static Optional<String> setName(Statement statement) {
    return set(statement)
        .flatMap(
            reference ->
                reference instanceof SetReference.Named named
                    ? Optional.of(named.name())
                    : Optional.empty());
  }

  /** The chains that a statement refers to, directly or through its anonymous map. */
  static Stream<String> chains(Statement statement) {
    return switch (statement) {
      case Statement.Say say -> chain(say.verdict()).stream();
      case Statement.LookUp lookUp when lookUp.map() instanceof SetReference.Anonymous anonymous ->
          chains(anonymous.set());
      default -> Stream.of();
    };
  }

  /** The chains that the elements of a map refer to. */
  static Stream<String> chains(ElementSet map) {
    boolean leads = map.type().value().isPresent();
    List<ElementSet.Entry> entries = leads ? map.entries() : List.of();
    return entries.stream()
        .flatMap(
            entry ->
                entry.element().mapped() instanceof RuleVerdict verdict
                    ? chain(verdict).stream()
                    : Stream.of());
  }

  static Optional<String> chain(RuleVerdict verdict) {
    return switch (verdict) {
      case RuleVerdict.Jump jump -> Optional.of(jump.chain());
      case RuleVerdict.Goto go -> Optional.of(go.chain());
      default -> Optional.empty();
    };
  }
}
