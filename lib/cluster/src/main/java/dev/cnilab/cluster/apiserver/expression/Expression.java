package dev.cnilab.cluster.apiserver.expression;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression in the Common Expression Language. Its variables have no types, so what a real
 * server finds when an expression is written down may be found when it is evaluated. Of Kubernetes'
 * own functions there are those of addresses; of CEL's extensions those of strings, lists and sets.
 * The language is only loaded once there is an expression. On the loop only.
 */
public final class Expression {
  private static final int REMEMBERED = 500;

  /** Those that were compiled last. */
  private static final Map<String, Expression> COMPILED =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Expression> eldest) {
          return size() > REMEMBERED;
        }
      };

  private static final Pattern MISSING_KEY = Pattern.compile("key '(.*)' is not present in map\\.");

  private final String text;
  private final CelRuntime.Program program;

  private Expression(String text, CelRuntime.Program program) {
    this.text = text;
    this.program = program;
  }

  /** What is loaded with the first expression. */
  private static final class Language {
    private static final CelOptions OPTIONS =
        CelOptions.current().enableHeterogeneousNumericComparisons(true).build();
    private static final AddressFunctions ADDRESSES = new AddressFunctions();
    private static final CelRuntime RUNTIME =
        CelRuntimeFactory.standardCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .addLibraries(
                CelExtensions.strings(),
                CelExtensions.lists(),
                CelExtensions.sets(OPTIONS),
                ADDRESSES)
            .build();

    static CelAbstractSyntaxTree check(String text, List<String> variables)
        throws CelValidationException {
      CelCompilerBuilder builder =
          CelCompilerFactory.standardCelCompilerBuilder()
              .setOptions(OPTIONS)
              .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
              .addLibraries(
                  CelExtensions.strings(),
                  CelExtensions.lists(),
                  CelExtensions.sets(OPTIONS),
                  ADDRESSES);
      variables.forEach(name -> builder.addVar(name, SimpleType.DYN));
      CelValidationResult result = builder.build().compile(text);
      return result.getAst();
    }
  }

  /**
   * Reads an expression.
   *
   * @param variables what it may name
   * @throws ExpressionException if it means nothing; with the place where it does not
   */
  public static synchronized Expression compile(String text, List<String> variables) {
    String key = String.join(",", variables) + "\n" + text;
    Expression known = COMPILED.get(key);
    if (known != null) {
      return known;
    }
    try {
      Expression compiled =
          new Expression(
              text, Language.RUNTIME.createProgram(Language.check(text.strip(), variables)));
      COMPILED.put(key, compiled);
      return compiled;
    } catch (CelValidationException malformed) {
      throw new ExpressionException("compilation failed: " + malformed.getMessage());
    } catch (CelEvaluationException malformed) {
      throw new ExpressionException("compilation failed: " + malformed.getMessage());
    }
  }

  /** The text that was read. */
  public String text() {
    return text;
  }

  /**
   * Whether it holds.
   *
   * @throws ExpressionException if it has no value, or one of another kind
   */
  public boolean isTrue(Map<String, JsonNode> variables) {
    Object value = evaluate(variables);
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw new ExpressionException("cel expression is not of type bool");
  }

  /**
   * Its value as a text.
   *
   * @throws ExpressionException if it has no value
   */
  public String string(Map<String, JsonNode> variables) {
    return String.valueOf(evaluate(variables));
  }

  /**
   * Its value as JSON.
   *
   * @throws ExpressionException if it has no value
   */
  public JsonNode json(Map<String, JsonNode> variables) {
    return JsonValues.json(evaluate(variables));
  }

  /**
   * Its value: text, a number, a truth, a list or a map.
   *
   * @throws ExpressionException if it has no value
   */
  private Object evaluate(Map<String, JsonNode> variables) {
    Map<String, Object> values = new HashMap<>();
    variables.forEach((name, json) -> values.put(name, JsonValues.of(json)));
    try {
      return program.eval(values);
    } catch (CelEvaluationException without) {
      throw new ExpressionException(words(String.valueOf(without.getMessage())));
    }
  }

  /** In the words of Go's implementation, of what is common. */
  private static String words(String message) {
    String plain = message.replaceFirst("^evaluation error( at [^:]*:\\d+)?: ", "");
    Matcher missing = MISSING_KEY.matcher(plain);
    return missing.matches() ? "no such key: " + missing.group(1) : plain;
  }
}
