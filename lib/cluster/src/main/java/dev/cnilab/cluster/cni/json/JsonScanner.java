package dev.cnilab.cluster.cni.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of Go's {@code encoding/json/scanner.go}, with its error texts. It has its own
 * stack, so it reads any depth that Go accepts.
 */
final class JsonScanner {
  private static final int MAX_NESTING_DEPTH = 10_000;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ScannedBytes in;
  private final Deque<ContainerNode<?>> open = new ArrayDeque<>();
  private final Deque<String> keys = new ArrayDeque<>();
  private @Nullable GoJsonException outOfRange;

  JsonScanner(byte[] data) {
    this.in = new ScannedBytes(data);
  }

  JsonNode read() throws GoJsonException {
    JsonNode value = beginValue();
    while (true) {
      if (value instanceof ContainerNode<?> container && !closesAtOnce(container)) {
        enter(container);
        value = beginValue();
        continue;
      }
      JsonNode ended = end(value);
      if (ended != null) {
        return ended;
      }
      value = beginValue();
    }
  }

  /**
   * Puts a complete value where it belongs; returns the whole document if that was the last one.
   */
  private @Nullable JsonNode end(JsonNode complete) throws GoJsonException {
    JsonNode value = complete;
    while (!open.isEmpty()) {
      ContainerNode<?> parent = open.element();
      if (!closes(parent, value)) {
        return null;
      }
      value = open.remove();
    }
    in.skipSpace();
    if (!in.isAtEnd()) {
      throw in.invalid("after top-level value");
    }
    if (outOfRange != null) {
      throw outOfRange;
    }
    return value;
  }

  private boolean closes(ContainerNode<?> parent, JsonNode element) throws GoJsonException {
    int c = in.nextSignificant();
    if (parent instanceof ObjectNode object) {
      object.set(keys.remove(), element);
      return switch (c) {
        case ',' -> {
          key();
          yield false;
        }
        case '}' -> true;
        default -> throw in.invalidPrevious("after object key:value pair");
      };
    }
    ((ArrayNode) parent).add(element);
    return switch (c) {
      case ',' -> false;
      case ']' -> true;
      default -> throw in.invalidPrevious("after array element");
    };
  }

  private boolean closesAtOnce(ContainerNode<?> container) throws GoJsonException {
    if (open.size() >= MAX_NESTING_DEPTH) {
      throw in.invalidPrevious("exceeded max depth");
    }
    char closing = container instanceof ObjectNode ? '}' : ']';
    if (in.nextSignificant() == closing) {
      return true;
    }
    in.back();
    return false;
  }

  private void enter(ContainerNode<?> container) throws GoJsonException {
    open.push(container);
    if (container instanceof ObjectNode) {
      key();
    }
  }

  private void key() throws GoJsonException {
    if (in.nextSignificant() != '"') {
      throw in.invalidPrevious("looking for beginning of object key string");
    }
    keys.push(string());
    if (in.nextSignificant() != ':') {
      throw in.invalidPrevious("after object key");
    }
  }

  private JsonNode beginValue() throws GoJsonException {
    int c = in.nextSignificant();
    return switch (c) {
      case '{' -> NODES.objectNode();
      case '[' -> NODES.arrayNode();
      case '"' -> NODES.textNode(string());
      case 't' -> literal("true", NODES.booleanNode(true));
      case 'f' -> literal("false", NODES.booleanNode(false));
      case 'n' -> literal("null", NODES.nullNode());
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw in.invalidPrevious("looking for beginning of value");
    };
  }

  private JsonNode literal(String word, JsonNode value) throws GoJsonException {
    for (int i = 1; i < word.length(); i++, in.skip()) {
      if (in.peek() != word.charAt(i)) {
        throw in.invalid("in literal " + word + " (expecting '" + word.charAt(i) + "')");
      }
    }
    return value;
  }

  private JsonNode number() throws GoJsonException {
    in.back();
    int start = in.at();
    if (in.peek() == '-') {
      in.skip();
    }
    if (in.peek() == '0') {
      in.skip();
    } else {
      digits("in numeric literal");
    }
    if (in.peek() == '.') {
      in.skip();
      digits("after decimal point in numeric literal");
    }
    if (in.peek() == 'e' || in.peek() == 'E') {
      in.skip();
      if (in.peek() == '+' || in.peek() == '-') {
        in.skip();
      }
      digits("in exponent of numeric literal");
    }
    return number(in.since(start, StandardCharsets.ISO_8859_1));
  }

  private JsonNode number(String literal) {
    double value = Double.parseDouble(literal);
    if (Double.isInfinite(value) && outOfRange == null) {
      outOfRange =
          new GoJsonException(
              "json: cannot unmarshal number " + literal + " into Go value of type float64");
    }
    long whole = (long) value;
    boolean exact = whole == value && Math.abs(whole) <= 1L << 53;
    boolean negativeZero = whole == 0 && literal.startsWith("-");
    return exact && !negativeZero ? NODES.numberNode(whole) : NODES.numberNode(value);
  }

  private void digits(String context) throws GoJsonException {
    if (!isDigit(in.peek())) {
      throw in.invalid(context);
    }
    while (isDigit(in.peek())) {
      in.skip();
    }
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private String string() throws GoJsonException {
    int start = in.at();
    in.skipPlain();
    if (in.peek() == '"') {
      String whole = in.since(start, StandardCharsets.UTF_8);
      in.skip();
      return whole;
    }
    StringBuilder text = new StringBuilder();
    text.append(in.since(start, StandardCharsets.UTF_8));
    while (true) {
      int from = in.at();
      in.skipPlain();
      text.append(in.since(from, StandardCharsets.UTF_8));
      if (in.isAtEnd()) {
        throw ScannedBytes.endOfInput();
      }
      switch (in.peek()) {
        case '"' -> {
          in.skip();
          return replaceLoneSurrogates(text);
        }
        case '\\' -> {
          in.skip();
          text.append(escape());
        }
        default -> throw in.invalid("in string literal");
      }
    }
  }

  private char escape() throws GoJsonException {
    int c = in.peek();
    char meant =
        switch (c) {
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case '"', '\\', '/' -> (char) c;
          case 'u' -> 'u';
          default -> throw in.invalid("in string escape code");
        };
    in.skip();
    return meant == 'u' ? hexadecimal() : meant;
  }

  private char hexadecimal() throws GoJsonException {
    int value = 0;
    for (int i = 0; i < 4; i++, in.skip()) {
      int digit = Character.digit(in.peek() < 0x80 ? in.peek() : -1, 16);
      if (digit < 0) {
        throw in.invalid("in \\u hexadecimal character escape");
      }
      value = value * 16 + digit;
    }
    return (char) value;
  }

  private static String replaceLoneSurrogates(CharSequence text) {
    StringBuilder replaced = new StringBuilder();
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(replaced::appendCodePoint);
    return replaced.toString();
  }
}
