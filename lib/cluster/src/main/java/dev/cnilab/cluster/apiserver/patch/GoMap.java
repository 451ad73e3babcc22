package dev.cnilab.cluster.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** JSON as Go prints the map it is decoded into with {@code %+v}. */
public final class GoMap {
  private GoMap() {}

  /** The text of a value. */
  public static String text(JsonNode value) {
    StringBuilder text = new StringBuilder();
    write(value, text);
    return text.toString();
  }

  private static void write(JsonNode value, StringBuilder text) {
    if (value.isObject()) {
      Map<String, JsonNode> sorted = new TreeMap<>();
      value.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
      text.append("map[");
      String separator = "";
      for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
        write(field.getValue(), text.append(separator).append(field.getKey()).append(':'));
        separator = " ";
      }
      text.append(']');
    } else if (value.isArray()) {
      text.append('[');
      String separator = "";
      for (JsonNode item : value) {
        write(item, text.append(separator));
        separator = " ";
      }
      text.append(']');
    } else {
      text.append(value.isNull() ? "<nil>" : value.asText());
    }
  }
}
