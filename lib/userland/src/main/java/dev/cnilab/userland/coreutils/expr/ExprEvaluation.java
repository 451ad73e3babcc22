package dev.cnilab.userland.coreutils.expr;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.process.ProgramException;
import java.math.BigInteger;
import java.util.List;

/**
 * Parses and evaluates the words of an expression in one pass, with a method per precedence level.
 */
final class ExprEvaluation {
  private final Invocation call;
  private final List<String> words;
  private int at;

  ExprEvaluation(Invocation call, List<String> words) {
    this.call = call;
    this.words = words;
  }

  /** Whether a value counts as false: empty, or zeros. */
  static boolean isFalse(String value) {
    return value.matches("-?0*");
  }

  String result() throws ProgramException {
    String value = or();
    if (at < words.size()) {
      throw wrong("unexpected argument " + Invocation.quote(words.get(at)));
    }
    return value;
  }

  private String or() throws ProgramException {
    String left = and();
    while (takes("|")) {
      String right = and();
      left = !isFalse(left) ? left : isFalse(right) ? "0" : right;
    }
    return left;
  }

  private String and() throws ProgramException {
    String left = comparison();
    while (takes("&")) {
      String right = comparison();
      left = isFalse(left) || isFalse(right) ? "0" : left;
    }
    return left;
  }

  private String comparison() throws ProgramException {
    String left = sum();
    while (at < words.size() && words.get(at).matches("<|<=|=|==|!=|>=|>")) {
      String operator = words.get(at++);
      String right = sum();
      boolean numbers = isNumber(left) && isNumber(right);
      int order =
          numbers ? new BigInteger(left).compareTo(new BigInteger(right)) : left.compareTo(right);
      left = compares(operator, order) ? "1" : "0";
    }
    return left;
  }

  private static boolean compares(String operator, int order) {
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      case "!=" -> order != 0;
      default -> order == 0;
    };
  }

  private String sum() throws ProgramException {
    String left = product();
    while (at < words.size() && words.get(at).matches("[-+]")) {
      boolean plus = words.get(at++).equals("+");
      BigInteger right = number(product());
      left = (plus ? number(left).add(right) : number(left).subtract(right)).toString();
    }
    return left;
  }

  private String product() throws ProgramException {
    String left = match();
    while (at < words.size() && words.get(at).matches("[*/%]")) {
      String operator = words.get(at++);
      BigInteger right = number(match());
      BigInteger first = number(left);
      if (!operator.equals("*") && right.signum() == 0) {
        throw call.failure(2, "division by zero");
      }
      left =
          switch (operator) {
            case "*" -> first.multiply(right).toString();
            case "/" -> first.divide(right).toString();
            default -> first.remainder(right).toString();
          };
    }
    return left;
  }

  private String match() throws ProgramException {
    String left = word();
    while (takes(":")) {
      left = TextWords.match(call, left, word());
    }
    return left;
  }

  /** Evaluates a word, or a function applied to words. */
  private String word() throws ProgramException {
    if (takes("+")) {
      return next();
    } else if (takes("length")) {
      String text = word();
      return String.valueOf(text.codePointCount(0, text.length()));
    } else if (takes("match")) {
      String text = word();
      return TextWords.match(call, text, word());
    } else if (takes("index")) {
      String text = word();
      return TextWords.index(text, word());
    } else if (takes("substr")) {
      String text = word();
      String from = word();
      return TextWords.part(text, from, word());
    } else if (takes("(")) {
      String inside = or();
      if (at == words.size()) {
        throw wrong("expecting ')' after " + Invocation.quote(words.get(at - 1)));
      } else if (!takes(")")) {
        throw wrong("expecting ')' instead of " + Invocation.quote(words.get(at)));
      }
      return inside;
    } else if (at < words.size() && words.get(at).equals(")")) {
      throw wrong("unexpected ')'");
    }
    return next();
  }

  private String next() throws ProgramException {
    if (at == words.size()) {
      throw wrong("missing argument after " + Invocation.quote(words.get(at - 1)));
    }
    return words.get(at++);
  }

  private boolean takes(String word) {
    boolean taken = at < words.size() && words.get(at).equals(word);
    at += taken ? 1 : 0;
    return taken;
  }

  private BigInteger number(String text) throws ProgramException {
    if (!isNumber(text)) {
      throw call.failure(2, "non-integer argument");
    }
    return new BigInteger(text);
  }

  private static boolean isNumber(String text) {
    return text.matches("-?[0-9]{1,1000}");
  }

  private ProgramException wrong(String what) {
    return call.failure(2, "syntax error: " + what);
  }
}
