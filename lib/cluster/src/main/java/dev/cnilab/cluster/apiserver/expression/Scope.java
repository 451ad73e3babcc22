package dev.cnilab.cluster.apiserver.expression;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cnilab.cluster.apiserver.expression.function.RightsFunctions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The names an expression may use. Most of them have no type here, so a type error is found only
 * during evaluation.
 *
 * @param variables by their names
 * @param structs the types with fields among them
 * @param literals the types whose objects an expression may make, {@link ObjectLiterals as maps}
 */
public record Scope(
    Map<String, CelType> variables, List<StructType> structs, Set<String> literals) {
  /** The scope of rules of custom kinds, whose types are unknown. */
  public static final Scope RULE = untyped("self", "oldSelf");

  /** The scope of policies and of webhooks' conditions. */
  public static final Scope POLICY =
      untyped("object", "oldObject", "request", "params", "namespaceObject", "variables")
          .with("authorizer", RightsFunctions.AUTHORIZER.type())
          .with("authorizer.requestResource", RightsFunctions.RESOURCE.type());

  /** The scope of policies that change objects. */
  public static final Scope MUTATION = POLICY.making(Set.of("Object", "JSONPatch"));

  private static Scope untyped(String... names) {
    Scope scope = new Scope(Map.of(), List.of(), Set.of());
    for (String name : names) {
      scope = scope.with(name, SimpleType.DYN);
    }
    return scope;
  }

  Scope with(String name, CelType type) {
    Map<String, CelType> more = new LinkedHashMap<>(variables);
    more.put(name, type);
    return new Scope(more, structs, literals);
  }

  Scope without(Set<String> names) {
    Map<String, CelType> less = new LinkedHashMap<>(variables);
    less.keySet().removeAll(names);
    return new Scope(less, structs, literals);
  }

  Scope with(List<StructType> types) {
    return new Scope(variables, types, literals);
  }

  private Scope making(Set<String> types) {
    return new Scope(variables, structs, types);
  }

  /** Where a compiler finds the struct types. */
  @SuppressWarnings("Immutable") // a scope's lists are copies
  CelTypeProvider provider() {
    return new CelTypeProvider() {
      @Override
      public ImmutableCollection<CelType> types() {
        return ImmutableList.copyOf(structs);
      }

      @Override
      public Optional<CelType> findType(String name) {
        return structs.stream()
            .filter(struct -> struct.name().equals(name))
            .map(struct -> (CelType) struct)
            .findFirst();
      }
    };
  }
}
