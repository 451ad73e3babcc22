package dev.cnilab.cluster.apiserver.validation.field;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import java.util.Locale;

/** Objects as the API server's messages quote them: with the field names of its internal types. */
public final class GoValue {
  private GoValue() {}

  /**
   * Shows an object.
   *
   * @param fields their names in Go, in order; a name ending in = is a string, which is never null
   */
  public static ObjectNode of(JsonNode object, String... fields) {
    ObjectNode shown = Json.object();
    for (String field : fields) {
      boolean text = field.endsWith("=");
      String name = text ? field.substring(0, field.length() - 1) : field;
      JsonNode value = object.path(inJson(name));
      if (text) {
        shown.put(name, value.asText(""));
      } else {
        shown.set(name, value.isMissingNode() ? shown.nullNode() : value);
      }
    }
    return shown;
  }

  /** {@code APIGroup} becomes apiGroup, {@code IP} becomes ip. */
  private static String inJson(String name) {
    int capitals = 0;
    while (capitals < name.length() && Character.isUpperCase(name.charAt(capitals))) {
      capitals++;
    }
    int lower = capitals == name.length() || capitals == 1 ? capitals : capitals - 1;
    return name.substring(0, lower).toLowerCase(Locale.ROOT) + name.substring(lower);
  }
}
