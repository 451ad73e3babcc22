package dev.cnilab.cluster.apiserver.expression.function;

import dev.cel.checker.CelCheckerBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.compiler.CelCompilerLibrary;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeLibrary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Functions, each declared and defined by one line. */
@SuppressWarnings("Immutable") // stateless functions, which Java cannot express
public final class FunctionTable implements CelCompilerLibrary, CelRuntimeLibrary {
  private final Map<String, List<CelOverloadDecl>> declarations = new LinkedHashMap<>();
  private final List<CelFunctionBinding> bindings = new ArrayList<>();

  /** {@code name()}. */
  <R> void global(String name, Kind<R> result, R value) {
    String id = id(name);
    declare(name, CelOverloadDecl.newGlobalOverload(id, result.type()));
    bindings.add(CelFunctionBinding.from(id, List.of(), arguments -> value));
  }

  /** {@code name(a)}. */
  <A, R> void global(String name, Kind<A> a, Kind<R> result, Function<A, R> function) {
    String id = id(name);
    declare(name, CelOverloadDecl.newGlobalOverload(id, result.type(), a.type()));
    bindings.add(CelFunctionBinding.from(id, a.java(), function::apply));
  }

  /** {@code name(a, b)}. */
  <A, B, R> void global(
      String name, Kind<A> a, Kind<B> b, Kind<R> result, BiFunction<A, B, R> function) {
    String id = id(name);
    declare(name, CelOverloadDecl.newGlobalOverload(id, result.type(), a.type(), b.type()));
    bindings.add(CelFunctionBinding.from(id, a.java(), b.java(), function::apply));
  }

  /** {@code of.name()}. */
  <A, R> void member(Kind<A> of, String name, Kind<R> result, Function<A, R> function) {
    String id = id(name);
    declare(name, CelOverloadDecl.newMemberOverload(id, result.type(), of.type()));
    bindings.add(CelFunctionBinding.from(id, of.java(), function::apply));
  }

  /** {@code of.name(b)}. */
  <A, B, R> void member(
      Kind<A> of, String name, Kind<B> b, Kind<R> result, BiFunction<A, B, R> function) {
    String id = id(name);
    declare(name, CelOverloadDecl.newMemberOverload(id, result.type(), of.type(), b.type()));
    bindings.add(CelFunctionBinding.from(id, of.java(), b.java(), function::apply));
  }

  /** A function of three arguments. */
  interface OfThree<A, B, C, R> {
    R apply(A a, B b, C c);
  }

  /** {@code of.name(b, c)}. */
  <A, B, C, R> void member(
      Kind<A> of, String name, Kind<B> b, Kind<C> c, Kind<R> result, OfThree<A, B, C, R> function) {
    String id = id(name);
    declare(
        name, CelOverloadDecl.newMemberOverload(id, result.type(), of.type(), b.type(), c.type()));
    bindings.add(
        CelFunctionBinding.from(
            id,
            List.of(of.java(), b.java(), c.java()),
            given ->
                function.apply(
                    of.java().cast(given[0]), b.java().cast(given[1]), c.java().cast(given[2]))));
  }

  private String id(String name) {
    return "lab_" + name.replace('.', '_') + "_" + bindings.size();
  }

  private void declare(String name, CelOverloadDecl overload) {
    declarations.computeIfAbsent(name, first -> new ArrayList<>()).add(overload);
  }

  @Override
  public void setCheckerOptions(CelCheckerBuilder checker) {
    declarations.forEach(
        (name, overloads) ->
            checker.addFunctionDeclarations(
                CelFunctionDecl.newFunctionDeclaration(name, overloads)));
  }

  @Override
  public void setRuntimeOptions(CelRuntimeBuilder runtime) {
    runtime.addFunctionBindings(bindings);
  }
}
