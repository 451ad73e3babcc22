package dev.cnilab.cluster.apiserver.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableCall;
import dev.cel.common.ast.CelMutableExpr.CelMutableComprehension;
import dev.cel.common.ast.CelMutableExpr.CelMutableMap;
import dev.cel.common.ast.CelMutableExprConverter;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The objects that a mutation makes, such as {@code Object{spec: Object.spec{replicas: 3}}} and
 * {@code JSONPatch{op: "add"}}: maps, whose values may be of any type. A real server accepts every
 * field in them, too ({@code k8s.io/apiserver/pkg/cel/mutation}).
 */
final class ObjectLiterals {
  private final Set<String> types;
  private long lastId;

  private ObjectLiterals(Set<String> types, CelMutableExpr expression) {
    this.types = types;
    this.lastId = largestId(expression);
  }

  /** The same expression, with maps for the objects of some types and the types within these. */
  static CelAbstractSyntaxTree asMaps(CelAbstractSyntaxTree parsed, Set<String> types) {
    CelMutableExpr expression = CelMutableExprConverter.fromCelExpr(parsed.getExpr());
    new ObjectLiterals(types, expression).rewrite(expression);
    return CelAbstractSyntaxTree.newParsedAst(
        CelMutableExprConverter.fromMutableExpr(expression), parsed.getSource());
  }

  private void rewrite(CelMutableExpr expression) {
    parts(expression).forEach(this::rewrite);
    if (expression.getKind() == Kind.STRUCT && isMeant(expression.struct().messageName())) {
      expression.setMap(CelMutableMap.create(entries(expression)));
    }
  }

  private boolean isMeant(String name) {
    return types.contains(name) || types.stream().anyMatch(type -> name.startsWith(type + "."));
  }

  private List<CelMutableMap.Entry> entries(CelMutableExpr object) {
    return object.struct().entries().stream()
        .map(
            entry ->
                CelMutableMap.Entry.create(
                    entry.id(),
                    CelMutableExpr.ofConstant(++lastId, CelConstant.ofValue(entry.fieldKey())),
                    ofAnyType(entry.value()),
                    entry.optionalEntry()))
        .toList();
  }

  private CelMutableExpr ofAnyType(CelMutableExpr value) {
    return CelMutableExpr.ofCall(++lastId, CelMutableCall.create("dyn", value));
  }

  private static long largestId(CelMutableExpr expression) {
    long largest = expression.id();
    for (CelMutableExpr part : parts(expression)) {
      largest = Math.max(largest, largestId(part));
    }
    return switch (expression.getKind()) {
      case STRUCT ->
          expression.struct().entries().stream()
              .mapToLong(CelMutableExpr.CelMutableStruct.Entry::id)
              .reduce(largest, Math::max);
      case MAP ->
          expression.map().entries().stream()
              .mapToLong(CelMutableMap.Entry::id)
              .reduce(largest, Math::max);
      default -> largest;
    };
  }

  private static List<CelMutableExpr> parts(CelMutableExpr expression) {
    return switch (expression.getKind()) {
      case SELECT -> List.of(expression.select().operand());
      case CALL ->
          Stream.concat(expression.call().target().stream(), expression.call().args().stream())
              .toList();
      case LIST -> expression.list().elements();
      case STRUCT ->
          expression.struct().entries().stream()
              .map(CelMutableExpr.CelMutableStruct.Entry::value)
              .toList();
      case MAP ->
          expression.map().entries().stream()
              .flatMap(entry -> Stream.of(entry.key(), entry.value()))
              .toList();
      case COMPREHENSION -> {
        CelMutableComprehension all = expression.comprehension();
        yield List.of(
            all.iterRange(), all.accuInit(), all.loopCondition(), all.loopStep(), all.result());
      }
      default -> List.of();
    };
  }
}
