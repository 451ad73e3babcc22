package dev.cnilab.cluster.apiserver.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSource;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.apiserver.cost.MeteredLibrary;
import dev.cnilab.cluster.apiserver.expression.function.AddressFunctions;
import dev.cnilab.cluster.apiserver.expression.function.FormatFunctions;
import dev.cnilab.cluster.apiserver.expression.function.FunctionTable;
import dev.cnilab.cluster.apiserver.expression.function.ListFunctions;
import dev.cnilab.cluster.apiserver.expression.function.PatchFunctions;
import dev.cnilab.cluster.apiserver.expression.function.QuantityFunctions;
import dev.cnilab.cluster.apiserver.expression.function.RightsFunctions;
import dev.cnilab.cluster.apiserver.expression.function.TextFormat;
import dev.cnilab.cluster.apiserver.expression.function.UrlFunctions;
import dev.cnilab.cluster.apiserver.expression.function.Version;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is loaded with the first expression. */
final class Language {
  /**
   * How often the bodies of an expression's loops may run: about as often as Kubernetes' limit of
   * 1,000,000 units of cost permits ({@code PerCallLimit}).
   */
  private static final int MOST_ITERATIONS = 200_000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .comprehensionMaxIterations(MOST_ITERATIONS)
          .build();
  private static final FunctionTable KUBERNETES = functions();

  /** A list of any length must not be made at once: the extension's own function has no limit. */
  private static final CelMacro RANGE =
      CelMacro.newReceiverMacro(
          "range",
          1,
          (factory, target, arguments) ->
              target.getKind() == CelExpr.ExprKind.Kind.IDENT
                      && target.ident().name().equals("lists")
                  ? Optional.of(factory.newGlobalCall(ListFunctions.RANGE, arguments))
                  : Optional.empty());

  private static final Pattern CANDIDATES = Pattern.compile(" \\(candidates: .*\\)");
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .setStandardEnvironmentEnabled(false)
          .addLibraries(
              new MeteredLibrary(
                  CelExtensions.strings(),
                  CelExtensions.lists(),
                  CelExtensions.sets(OPTIONS),
                  CelExtensions.comprehensions(),
                  CelExtensions.optional(),
                  KUBERNETES))
          .build();

  private Language() {}

  private static FunctionTable functions() {
    FunctionTable table = new FunctionTable();
    AddressFunctions.declare(table);
    FormatFunctions.declare(table);
    ListFunctions.declare(table);
    PatchFunctions.declare(table);
    QuantityFunctions.declare(table);
    RightsFunctions.declare(table);
    TextFormat.declare(table);
    UrlFunctions.declare(table);
    Version.declare(table);
    return table;
  }

  /**
   * Compiles an expression that is being written, at the expense of the request: a policy of
   * megabytes may have a hundred thousand.
   *
   * @throws ExpressionException if it is invalid, with the position
   */
  static CelAbstractSyntaxTree checkWritten(String text, Scope scope) {
    Budget.charge(Budget.COMPILATION + Budget.OBJECT * scope.variables().size());
    return check(text, scope);
  }

  /**
   * Compiles an expression.
   *
   * @throws ExpressionException if it is invalid, with the position
   */
  static CelAbstractSyntaxTree check(String text, Scope scope) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addMacros(RANGE)
            .setTypeProvider(scope.provider())
            .addLibraries(
                CelExtensions.strings(),
                CelExtensions.lists(),
                CelExtensions.sets(OPTIONS),
                CelExtensions.comprehensions(),
                CelExtensions.optional(),
                KUBERNETES);
    scope.variables().forEach(builder::addVar);
    CelCompiler compiler = builder.build();
    CelAbstractSyntaxTree parsed = read(compiler.parse(text), text, "Syntax error: ");
    return read(
        compiler.check(
            scope.literals().isEmpty() ? parsed : ObjectLiterals.asMaps(parsed, scope.literals())),
        text,
        "");
  }

  private static CelAbstractSyntaxTree read(
      CelValidationResult result, String text, String before) {
    if (result.hasError()) {
      CelSource source = CelSource.newBuilder(text).setDescription("<input>").build();
      throw new ExpressionException(
          result.getErrors().stream()
              .map(
                  issue ->
                      CelIssue.formatError(
                              issue.getSourceLocation(),
                              before
                                  + CANDIDATES
                                      .matcher(issue.getMessage())
                                      .replaceAll("")
                                      .replace("'%%'", "'%'"))
                          .toDisplayString(source))
              .collect(Collectors.joining("\n", "compilation failed: ", "")));
    }
    try {
      return result.getAst();
    } catch (CelValidationException impossible) {
      throw new IllegalStateException("a result without errors has a tree", impossible);
    }
  }

  /** The program that evaluates a compiled expression. */
  static CelRuntime.Program program(CelAbstractSyntaxTree tree) {
    try {
      return RUNTIME.createProgram(tree);
    } catch (CelEvaluationException malformed) {
      throw new ExpressionException("instantiation failed: " + malformed.getMessage());
    }
  }
}
