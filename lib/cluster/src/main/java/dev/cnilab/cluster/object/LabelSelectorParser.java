package dev.cnilab.cluster.object;

import dev.cnilab.cluster.object.LabelSelector.Operator;
import dev.cnilab.cluster.object.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The grammar of label selectors, with the messages of apimachinery's labels.Parse. */
final class LabelSelectorParser {
  private static final Pattern TOKEN = Pattern.compile("\\s*(==|!=|[=!(),<>]|[^=!(),<>\\s]+)");
  private static final String END = "";
  private final List<String> tokens = new ArrayList<>();
  private int position;

  LabelSelectorParser(String text) {
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.lookingAt()) {
      tokens.add(matcher.group(1));
      matcher.region(matcher.end(), text.length());
    }
    tokens.add(END);
  }

  LabelSelector parse() {
    List<Requirement> requirements = new ArrayList<>();
    if (!peek().equals(END) && !startsRequirement()) {
      throw found(peek(), "!, identifier, or 'end of string'");
    }
    while (!peek().equals(END)) {
      try {
        requirements.add(requirement());
      } catch (IllegalArgumentException wrong) {
        throw new IllegalArgumentException(
            "unable to parse requirement: " + wrong.getMessage(), wrong);
      }
      String separator = next();
      if (separator.equals(END)) {
        break;
      }
      if (!separator.equals(",")) {
        throw found(separator, "',' or 'end of string'");
      }
      if (!startsRequirement()) {
        throw found(peek(), "identifier after ','");
      }
    }
    return new LabelSelector(requirements);
  }

  private Requirement requirement() {
    if (peek().equals("!")) {
      next();
      return new Requirement(identifier(), Operator.DOES_NOT_EXIST, Set.of());
    }
    String key = identifier();
    if (peek().equals(END) || peek().equals(",")) {
      return new Requirement(key, Operator.EXISTS, Set.of());
    }
    String operator = next();
    return switch (operator) {
      case "=", "==" -> new Requirement(key, Operator.IN, Set.of(value()));
      case "!=" -> new Requirement(key, Operator.NOT_IN, Set.of(value()));
      case ">" -> new Requirement(key, Operator.GREATER, Set.of(value()));
      case "<" -> new Requirement(key, Operator.LESS, Set.of(value()));
      case "in" -> new Requirement(key, Operator.IN, values());
      case "notin" -> new Requirement(key, Operator.NOT_IN, values());
      default -> throw found(operator, "in, notin, =, ==, !=, gt, lt");
    };
  }

  private Set<String> values() {
    String opening = next();
    if (!opening.equals("(")) {
      throw new IllegalArgumentException("found '" + opening + "' expected: '('");
    }
    if (peek().equals(END)) {
      throw found(END, "',', ')' or identifier");
    }
    Set<String> values = new TreeSet<>();
    while (true) {
      values.add(value());
      String separator = next();
      if (separator.equals(")")) {
        return values;
      }
      if (!separator.equals(",")) {
        throw found(separator, "',' or ')'");
      }
    }
  }

  /** A value, or "" if there is none, which the grammar allows. */
  private String value() {
    if (peek().equals(END) || peek().equals(",") || peek().equals(")")) {
      return "";
    }
    return identifier();
  }

  private String identifier() {
    String token = next();
    if (!isIdentifier(token)) {
      throw found(token, "identifier");
    }
    return token;
  }

  private boolean startsRequirement() {
    return peek().equals("!") || isIdentifier(peek());
  }

  private static boolean isIdentifier(String token) {
    return !token.isEmpty() && "=!(),<>".indexOf(token.charAt(0)) < 0;
  }

  private String peek() {
    return tokens.get(position);
  }

  private String next() {
    String token = tokens.get(position);
    position = Math.min(position + 1, tokens.size() - 1);
    return token;
  }

  private static IllegalArgumentException found(String token, String expected) {
    return new IllegalArgumentException("found '" + token + "', expected: " + expected);
  }
}
