package dev.cnilab.cluster.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
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
  String print(JsonNode value) {
    if (raw && value.isTextual()) {
      return value.textValue();
    }
    StringBuilder text = new StringBuilder();
    print(value, "\n", text);
    return text.toString();
  }

  private void print(JsonNode value, String newline, StringBuilder text) {
    if (value.isNumber()) {
      text.append(JqNumber.text(value));
    } else if (!value.isContainerNode() || value.isEmpty()) {
      text.append(value);
    } else {
      String deeper = compact ? "" : newline + "  ";
      text.append(value.isObject() ? '{' : '[').append(deeper);
      if (value.isObject()) {
        members(value, deeper, text);
      } else {
        for (int i = 0; i < value.size(); i++) {
          text.append(i == 0 ? "" : "," + deeper);
          print(value.get(i), deeper, text);
        }
      }
      text.append(compact ? "" : newline).append(value.isObject() ? '}' : ']');
    }
  }

  private void members(JsonNode object, String deeper, StringBuilder text) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    if (sorted) {
      keys.sort(null);
    }
    String separator = "";
    for (String key : keys) {
      text.append(separator).append(TextNode.valueOf(key)).append(compact ? ":" : ": ");
      print(object.get(key), deeper, text);
      separator = "," + deeper;
    }
  }
}
