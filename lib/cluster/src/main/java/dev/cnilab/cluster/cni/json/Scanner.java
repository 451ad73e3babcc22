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
 * The state machine of Go's {@code encoding/json/scanner.go}, with its error texts. It keeps its
 * own stack, so any depth Go accepts is read.
 */
final class Scanner {
  private static final int MAX_NESTING_DEPTH = 10_000;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final byte[] data;
  private int at;
  private final Deque<ContainerNode<?>> open = new ArrayDeque<>();
  private final Deque<String> keys = new ArrayDeque<>();
  private @Nullable GoJsonException outOfRange;

  Scanner(byte[] data) {
    this.data = data;
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

  /** Puts a complete value where it belongs; the whole document if that was the last one. */
  private @Nullable JsonNode end(JsonNode complete) throws GoJsonException {
    JsonNode value = complete;
    while (!open.isEmpty()) {
      ContainerNode<?> parent = open.element();
      if (!closes(parent, value)) {
        return null;
      }
      value = open.remove();
    }
    skipSpace();
    if (at < data.length) {
      throw invalid("after top-level value");
    }
    if (outOfRange != null) {
      throw outOfRange;
    }
    return value;
  }

  private boolean closes(ContainerNode<?> parent, JsonNode element) throws GoJsonException {
    int c = nextSignificant();
    if (parent instanceof ObjectNode object) {
      object.set(keys.remove(), element);
      return switch (c) {
        case ',' -> {
          key();
          yield false;
        }
        case '}' -> true;
        default -> throw invalidPrevious("after object key:value pair");
      };
    }
    ((ArrayNode) parent).add(element);
    return switch (c) {
      case ',' -> false;
      case ']' -> true;
      default -> throw invalidPrevious("after array element");
    };
  }

  private boolean closesAtOnce(ContainerNode<?> container) throws GoJsonException {
    if (open.size() >= MAX_NESTING_DEPTH) {
      throw invalidPrevious("exceeded max depth");
    }
    char closing = container instanceof ObjectNode ? '}' : ']';
    if (nextSignificant() == closing) {
      return true;
    }
    at--;
    return false;
  }

  private void enter(ContainerNode<?> container) throws GoJsonException {
    open.push(container);
    if (container instanceof ObjectNode) {
      key();
    }
  }

  private void key() throws GoJsonException {
    if (nextSignificant() != '"') {
      throw invalidPrevious("looking for beginning of object key string");
    }
    keys.push(string());
    if (nextSignificant() != ':') {
      throw invalidPrevious("after object key");
    }
  }

  private JsonNode beginValue() throws GoJsonException {
    int c = nextSignificant();
    return switch (c) {
      case '{' -> NODES.objectNode();
      case '[' -> NODES.arrayNode();
      case '"' -> NODES.textNode(string());
      case 't' -> literal("true", NODES.booleanNode(true));
      case 'f' -> literal("false", NODES.booleanNode(false));
      case 'n' -> literal("null", NODES.nullNode());
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw invalidPrevious("looking for beginning of value");
    };
  }

  private JsonNode literal(String word, JsonNode value) throws GoJsonException {
    for (int i = 1; i < word.length(); i++, at++) {
      if (peek() != word.charAt(i)) {
        throw invalid("in literal " + word + " (expecting '" + word.charAt(i) + "')");
      }
    }
    return value;
  }

  private JsonNode number() throws GoJsonException {
    int start = --at;
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++;
    } else {
      digits("in numeric literal");
    }
    if (peek() == '.') {
      at++;
      digits("after decimal point in numeric literal");
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits("in exponent of numeric literal");
    }
    return number(new String(data, start, at - start, StandardCharsets.ISO_8859_1));
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
    if (!isDigit(peek())) {
      throw invalid(context);
    }
    while (isDigit(peek())) {
      at++;
    }
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private String string() throws GoJsonException {
    int start = at;
    while (at < data.length && data[at] != '"' && data[at] != '\\' && peek() >= ' ') {
      at++;
    }
    if (at < data.length && data[at] == '"') {
      return new String(data, start, at++ - start, StandardCharsets.UTF_8);
    }
    StringBuilder text = new StringBuilder();
    text.append(new String(data, start, at - start, StandardCharsets.UTF_8));
    while (true) {
      int from = at;
      while (at < data.length && data[at] != '"' && data[at] != '\\' && peek() >= ' ') {
        at++;
      }
      text.append(new String(data, from, at - from, StandardCharsets.UTF_8));
      if (at == data.length) {
        throw endOfInput();
      }
      switch (data[at]) {
        case '"' -> {
          at++;
          return replaceLoneSurrogates(text);
        }
        case '\\' -> {
          at++;
          text.append(escape());
        }
        default -> throw invalid("in string literal");
      }
    }
  }

  private char escape() throws GoJsonException {
    int c = peek();
    char meant =
        switch (c) {
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case '"', '\\', '/' -> (char) c;
          case 'u' -> 'u';
          default -> throw invalid("in string escape code");
        };
    at++;
    return meant == 'u' ? hexadecimal() : meant;
  }

  private char hexadecimal() throws GoJsonException {
    int value = 0;
    for (int i = 0; i < 4; i++, at++) {
      int digit = Character.digit(peek() < 0x80 ? peek() : -1, 16);
      if (digit < 0) {
        throw invalid("in \\u hexadecimal character escape");
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

  private int nextSignificant() throws GoJsonException {
    skipSpace();
    if (at == data.length) {
      throw endOfInput();
    }
    return data[at++] & 0xFF;
  }

  private void skipSpace() {
    while (at < data.length
        && (data[at] == ' ' || data[at] == '\t' || data[at] == '\r' || data[at] == '\n')) {
      at++;
    }
  }

  /** The byte at hand; a blank at the end, because Go's scanner asks that of its state there. */
  private int peek() {
    return at < data.length ? data[at] & 0xFF : ' ';
  }

  private GoJsonException invalidPrevious(String context) {
    at--;
    return invalid(context);
  }

  private GoJsonException invalid(String context) {
    return new GoJsonException("invalid character " + quoted(peek()) + " " + context);
  }

  private static GoJsonException endOfInput() {
    return new GoJsonException("unexpected end of JSON input");
  }

  /** Go's {@code quoteChar}: a byte taken for a rune. */
  private static String quoted(int c) {
    return switch (c) {
      case '\'' -> "'\\''";
      case '"' -> "'\"'";
      case '\\' -> "'\\\\'";
      case 7 -> "'\\a'";
      case '\b' -> "'\\b'";
      case '\f' -> "'\\f'";
      case '\n' -> "'\\n'";
      case '\r' -> "'\\r'";
      case '\t' -> "'\\t'";
      case 11 -> "'\\v'";
      default -> "'" + printable(c) + "'";
    };
  }

  private static String printable(int c) {
    if (c < ' ' || c == 0x7F) {
      return "\\x%02x".formatted(c);
    }
    boolean invisible = (c >= 0x80 && c <= 0xA0) || c == 0xAD;
    return invisible ? "\\u%04x".formatted(c) : Character.toString(c);
  }
}
