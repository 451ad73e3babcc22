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
    return raw && value.isTextual() ? value.textValue() : print(value, "\n");
  }

  private String print(JsonNode value, String newline) {
    if (value.isNumber()) {
      return JqNumber.text(value);
    }
    if (!value.isContainerNode() || value.isEmpty()) {
      return value.toString();
    }
    String deeper = compact ? "" : newline + "  ";
    List<String> members = new ArrayList<>();
    if (value.isObject()) {
      List<String> keys = new ArrayList<>();
      value.fieldNames().forEachRemaining(keys::add);
      if (sorted) {
        keys.sort(null);
      }
      for (String key : keys) {
        String name = TextNode.valueOf(key).toString();
        members.add(name + (compact ? ":" : ": ") + print(value.get(key), deeper));
      }
    } else {
      value.forEach(element -> members.add(print(element, deeper)));
    }
    String inside = deeper + String.join("," + deeper, members) + (compact ? "" : newline);
    return value.isObject() ? "{" + inside + "}" : "[" + inside + "]";
  }
}
