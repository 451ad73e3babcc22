package dev.cnilab.cluster.cni.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tree as Go does, with an explicit stack so that depth costs nothing, and as far as the
 * reader wants at a time.
 */
public final class JsonPrinter {
  /** The order in which an object's members are written. */
  enum Keys {
    AS_GIVEN,
    SORTED
  }

  /** A member of an object, or an element of an array, which has no name. */
  private record Entry(String name, JsonNode value) {}

  /** An object or array whose end is not written yet. */
  private static final class Level {
    private final Iterator<Entry> rest;
    private final boolean isObject;
    private boolean isEmpty = true;

    Level(Iterator<Entry> entries, boolean isObject) {
      this.rest = entries;
      this.isObject = isObject;
    }
  }

  private final String indent;
  private final Keys keys;
  private final StringBuilder text = new StringBuilder();
  private final Deque<Level> levels = new ArrayDeque<>();
  private final Function<ArrayNode, Iterator<JsonNode>> elements;
  private @Nullable JsonNode root;

  /** The string of which the first part is written. */
  private @Nullable String string;

  private int position;

  /**
   * Nothing is written yet.
   *
   * @param elements of an array, made as they are written
   * @param indent of each level, "" for one line
   */
  JsonPrinter(
      JsonNode root, Function<ArrayNode, Iterator<JsonNode>> elements, String indent, Keys keys) {
    this.root = root;
    this.elements = elements;
    this.indent = indent;
    this.keys = keys;
  }

  /** The whole text. */
  static String print(JsonNode root, String indent, Keys keys) {
    return new JsonPrinter(root, ArrayNode::elements, indent, keys).next(Integer.MAX_VALUE);
  }

  /**
   * The next part of the text, "" after its end.
   *
   * @param enough how many characters it has at least, unless the text ends; only the name of a
   *     member makes it much longer
   */
  public String next(int enough) {
    text.setLength(0);
    if (root != null) {
      begin(root);
      root = null;
    }
    while (text.length() < enough && !isOver()) {
      if (string != null) {
        continueString(string, enough);
      } else {
        step(levels.element());
      }
    }
    return text.toString();
  }

  /** Whether the whole text has been returned. */
  public boolean isOver() {
    return root == null && string == null && levels.isEmpty();
  }

  private void step(Level level) {
    if (level.rest.hasNext()) {
      next(level);
    } else {
      levels.remove();
      if (!level.isEmpty) {
        newLine();
      }
      text.append(level.isObject ? '}' : ']');
    }
  }

  private void next(Level level) {
    if (!level.isEmpty) {
      text.append(',');
    }
    level.isEmpty = false;
    newLine();
    Entry entry = level.rest.next();
    if (level.isObject) {
      text.append('"');
      characters(entry.name(), 0, entry.name().length());
      text.append(indent.isEmpty() ? "\":" : "\": ");
    }
    begin(entry.value());
  }

  private void begin(JsonNode value) {
    switch (value.getNodeType()) {
      case OBJECT -> {
        text.append('{');
        levels.push(new Level(members((ObjectNode) value), true));
      }
      case ARRAY -> {
        text.append('[');
        levels.push(new Level(elements((ArrayNode) value), false));
      }
      case STRING -> {
        text.append('"');
        string = value.asText();
        position = 0;
      }
      case NUMBER -> text.append(number(value));
      default -> text.append(value.asText());
    }
  }

  private Iterator<Entry> elements(ArrayNode array) {
    Iterator<JsonNode> values = elements.apply(array);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return values.hasNext();
      }

      @Override
      public Entry next() {
        return new Entry("", values.next());
      }
    };
  }

  private Iterator<Entry> members(ObjectNode object) {
    Stream<Entry> members =
        object.properties().stream().map(member -> new Entry(member.getKey(), member.getValue()));
    return (keys == Keys.SORTED ? members.sorted(Comparator.comparing(Entry::name)) : members)
        .iterator();
  }

  private void newLine() {
    if (!indent.isEmpty()) {
      text.append('\n').append(indent.repeat(levels.size()));
    }
  }

  private static String number(JsonNode value) {
    if (value.isIntegralNumber()) {
      return value.asText();
    }
    double number = value.asDouble();
    if (number == 0) {
      return "-0";
    }
    BigDecimal shortest = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    double size = Math.abs(number);
    if (size >= 1e-6 && size < 1e21) {
      return shortest.toPlainString();
    }
    String digits = shortest.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    return (number < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + Math.abs(exponent);
  }

  private void continueString(String value, int enough) {
    int end = position + Math.min(value.length() - position, enough - text.length());
    if (end < value.length() && Character.isHighSurrogate(value.charAt(end - 1))) {
      end++; // one character, though two chars
    }
    characters(value, position, end);
    position = end;
    if (end == value.length()) {
      text.append('"');
      string = null;
    }
  }

  private void characters(String value, int from, int to) {
    int plain = from;
    for (int i = from; i < to; i++) {
      String escaped = escaped(value.charAt(i));
      if (!escaped.isEmpty()) {
        text.append(value, plain, i).append(escaped);
        plain = i + 1;
      }
    }
    text.append(value, plain, to);
  }

  /** How a character is written that can't stand for itself; "" for any other. */
  private static String escaped(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\b' -> "\\b";
      case '\f' -> "\\f";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      case '<', '>', '&', '\u2028', '\u2029' -> unicode(c);
      default -> c < ' ' ? unicode(c) : "";
    };
  }

  private static String unicode(char c) {
    return "\\u%04x".formatted((int) c);
  }
}
