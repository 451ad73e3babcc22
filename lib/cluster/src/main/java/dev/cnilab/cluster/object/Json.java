package dev.cnilab.cluster.object;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Converts between JSON text and trees; the only class that knows the JSON library's entry point.
 */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What a value takes besides its text. */
  private static final int LEAST_SIZE = 2;

  private Json() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /**
   * Parses one JSON value.
   *
   * @throws IllegalArgumentException if the text is not JSON; the message says where
   */
  public static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(malformed.getMessage(), malformed);
    }
  }

  /** The first item of a list with that name; a missing node if there is none. */
  public static JsonNode named(JsonNode list, String name) {
    return first(list, "name", name);
  }

  /** The items of a list by their names; of two with one name, the first. */
  public static Map<String, JsonNode> byName(JsonNode list) {
    Map<String, JsonNode> items = new HashMap<>();
    list.forEach(item -> items.putIfAbsent(item.path("name").asText(), item));
    return items;
  }

  /** The item of that name among {@linkplain #byName items}; a missing node if there is none. */
  public static JsonNode named(Map<String, JsonNode> items, String name) {
    return items.getOrDefault(name, MissingNode.getInstance());
  }

  /** The first item of a list whose field has that text; a missing node if there is none. */
  public static JsonNode first(JsonNode list, String field, String text) {
    for (JsonNode item : list) {
      if (item.path(field).asText().equals(text)) {
        return item;
      }
    }
    return MissingNode.getInstance();
  }

  /** The field that holds a member of a union, such as {@code serviceAccount} of ServiceAccount. */
  public static String memberField(String type) {
    return type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
  }

  /** The shortest text of a tree. */
  public static String text(JsonNode tree) {
    return tree.toString();
  }

  /**
   * A text that equal trees share, whatever the order of their fields. As a key it is better than
   * the tree: a client could choose thousands of trees with one hash code, which a set can only
   * compare with each other, but texts have an order.
   */
  public static String key(JsonNode tree) {
    if (!tree.isContainerNode()) {
      return text(tree);
    }
    if (tree.isArray()) {
      return tree.valueStream().map(Json::key).collect(Collectors.joining(",", "[", "]"));
    }
    SortedMap<String, JsonNode> fields = new TreeMap<>();
    tree.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return fields.entrySet().stream()
        .map(field -> TextNode.valueOf(field.getKey()) + ":" + key(field.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** About the length of a tree as text, in characters. */
  public static long size(JsonNode tree) {
    long size = LEAST_SIZE;
    if (tree instanceof TextNode text) {
      size += text.textValue().length();
    } else if (tree.isObject()) {
      for (Map.Entry<String, JsonNode> field : tree.properties()) {
        size += field.getKey().length() + size(field.getValue());
      }
    } else if (tree.isArray()) {
      for (JsonNode item : tree) {
        size += size(item);
      }
    }
    return size;
  }
}
