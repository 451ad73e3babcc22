package dev.cnilab.cluster.cni.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes a tree as Go does, with an explicit stack so that depth costs nothing. */
final class JsonPrinter {
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

    Level(List<Entry> entries, boolean isObject) {
      this.rest = entries.iterator();
      this.isObject = isObject;
    }
  }

  private final String indent;
  private final Keys keys;
  private final StringBuilder text = new StringBuilder();
  private final Deque<Level> levels = new ArrayDeque<>();

  JsonPrinter(String indent, Keys keys) {
    this.indent = indent;
    this.keys = keys;
  }

  String print(JsonNode root) {
    begin(root);
    while (!levels.isEmpty()) {
      Level level = levels.element();
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
    return text.toString();
  }

  private void next(Level level) {
    if (!level.isEmpty) {
      text.append(',');
    }
    level.isEmpty = false;
    newLine();
    Entry entry = level.rest.next();
    if (level.isObject) {
      string(entry.name());
      text.append(indent.isEmpty() ? ":" : ": ");
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
        List<Entry> elements = new ArrayList<>();
        value.forEach(element -> elements.add(new Entry("", element)));
        levels.push(new Level(elements, false));
      }
      case STRING -> string(value.asText());
      case NUMBER -> text.append(number(value));
      default -> text.append(value.asText());
    }
  }

  private List<Entry> members(ObjectNode object) {
    List<Entry> members = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      members.add(new Entry(member.getKey(), member.getValue()));
    }
    if (keys == Keys.SORTED) {
      members.sort(Comparator.comparing(Entry::name));
    }
    return members;
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

  private void string(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case '<', '>', '&', '\u2028', '\u2029' -> text.append(escaped(c));
        default -> {
          if (c < ' ') {
            text.append(escaped(c));
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  private static String escaped(char c) {
    return "\\u%04x".formatted((int) c);
  }
}
