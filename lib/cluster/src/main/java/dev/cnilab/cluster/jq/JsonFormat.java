package dev.cnilab.cluster.jq;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * How results are printed: indented by two spaces unless they are compact.
 *
 * @param compact on one line, without spaces
 * @param raw a string without its quotation marks
 * @param sorted objects by their keys
 */
record JsonFormat(boolean compact, boolean raw, boolean sorted) {
  /** On one line, as jq's {@code tojson} writes it. */
  static final JsonFormat COMPACT = new JsonFormat(true, false, false);

  /** jq's MAX_PRINT_DEPTH. */
  private static final int DEEPEST = 256;

  private static final String TOO_DEEP = "<stripped: exceeds max depth>";

  String print(JsonNode value) {
    if (raw && value.isTextual()) {
      return value.textValue();
    }
    StringBuilder text = new StringBuilder();
    print(value, 0, text);
    return text.toString();
  }

  private void print(JsonNode value, int depth, StringBuilder text) {
    if (depth > DEEPEST) {
      text.append(TOO_DEEP);
    } else if (value.isNumber()) {
      text.append(JqNumber.text(value));
    } else if (value.isTextual()) {
      JqString.append(value.textValue(), text);
    } else if (!value.isContainerNode() || value.isEmpty()) {
      text.append(value);
    } else {
      String newline = "\n" + "  ".repeat(depth);
      String deeper = compact ? "" : newline + "  ";
      text.append(value.isObject() ? '{' : '[').append(deeper);
      if (value.isObject()) {
        members(value, depth + 1, deeper, text);
      } else {
        for (int i = 0; i < value.size(); i++) {
          text.append(i == 0 ? "" : "," + deeper);
          print(value.get(i), depth + 1, text);
        }
      }
      text.append(compact ? "" : newline).append(value.isObject() ? '}' : ']');
    }
  }

  private void members(JsonNode object, int depth, String deeper, StringBuilder text) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    if (sorted) {
      keys.sort(null);
    }
    String separator = "";
    for (String key : keys) {
      JqString.append(key, text.append(separator));
      text.append(compact ? ":" : ": ");
      print(object.get(key), depth, text);
      separator = "," + deeper;
    }
  }
}
