package dev.cnilab.cluster.apiserver.expression;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.goregexp.GoPatternException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An expression in the Common Expression Language, with CEL's extensions for strings, lists, sets,
 * optional values and two-variable comprehensions, and Kubernetes' own functions. The language is
 * loaded only when there is an expression. On the loop only.
 */
public final class Expression {
  private static final int REMEMBERED = 500;
  private static final String TOO_MUCH = "operation cancelled: actual cost limit exceeded";

  /** The most recently compiled expressions. */
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

  /**
   * Compiles an expression.
   *
   * @param scope the names it may use, without their types
   * @throws ExpressionException if it is invalid, with the position
   */
  public static synchronized Expression compile(String text, Scope scope) {
    String key =
        String.join(",", scope.variables().keySet()) + "\n" + scope.literals() + "\n" + text;
    return COMPILED.computeIfAbsent(
        key, first -> new Expression(text, Language.program(Language.check(text, scope))));
  }

  /** The source text. */
  public String text() {
    return text;
  }

  /**
   * Whether it is true.
   *
   * @throws ExpressionException if it fails or its value is not a boolean
   */
  public boolean isTrue(Map<String, ?> variables) {
    Object value = limited(() -> evaluate(variables));
    if (value instanceof Boolean truth) {
      return truth;
    }
    throw new ExpressionException("cel expression is not of type bool");
  }

  /**
   * Its value as a string.
   *
   * @throws ExpressionException if it fails
   */
  public String string(Map<String, ?> variables) {
    return limited(() -> JsonValues.text(evaluate(variables)));
  }

  /**
   * Its value as JSON.
   *
   * @throws ExpressionException if it fails
   */
  public JsonNode json(Map<String, ?> variables) {
    return limited(() -> JsonValues.json(evaluate(variables)));
  }

  /**
   * Its value as an expression sees it, for the variables of others.
   *
   * @throws ExpressionException if it fails
   */
  public Object value(Map<String, ?> variables) {
    return limited(() -> evaluate(variables));
  }

  private static <T> T limited(Supplier<T> evaluation) {
    return Budget.within(Budget.EXPRESSION, evaluation)
        .orElseThrow(() -> new ExpressionException(TOO_MUCH));
  }

  /**
   * Its value: a string, number, boolean, list or map.
   *
   * @throws ExpressionException if it fails
   */
  private Object evaluate(Map<String, ?> variables) {
    Map<String, Object> values = new HashMap<>();
    variables.forEach((name, value) -> values.put(name, valueOf(value)));
    try {
      return program.eval(values);
    } catch (CelEvaluationException without) {
      throw new ExpressionException(words(String.valueOf(reason(without).getMessage())));
    }
  }

  private static Object valueOf(Object given) {
    return switch (given) {
      case JsonNode json -> JsonValues.of(json);
      case SchemaValue value -> JsonValues.of(value);
      case ConvertedVariable once -> once.get();
      case Optional<?> perhaps -> perhaps.map(Expression::valueOf);
      default -> given;
    };
  }

  /** The message of a Kubernetes function that rejected its arguments, if that was the cause. */
  private static Throwable reason(CelEvaluationException without) {
    for (Throwable cause = without; cause != null; cause = cause.getCause()) {
      if (cause.getClass().equals(IllegalArgumentException.class)
          || cause instanceof GoPatternException) {
        return cause;
      }
    }
    return without;
  }

  /** The common messages in the words of the Go implementation. */
  private static String words(String message) {
    String plain = message.replaceFirst("^evaluation error( at [^:]*:\\d+)?: ", "");
    if (plain.startsWith("Iteration budget exceeded")) {
      return TOO_MUCH;
    }
    Matcher missing = MISSING_KEY.matcher(plain);
    return missing.matches() ? "no such key: " + missing.group(1) : plain;
  }
}
