package dev.cnilab.cluster.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Where an applied configuration does not fit its type, in the words of structured-merge-diff
 * ({@code typed/validate.go}): unlike a decoder it reports everything.
 */
public final class Mismatches {
  private final List<String> found = new ArrayList<>();

  private Mismatches() {}

  /** Each as its place and what is wrong there, such as {@code .data.a: expected string, got …}. */
  public static List<String> in(Struct type, JsonNode configuration) {
    Mismatches mismatches = new Mismatches();
    mismatches.look(type, configuration, "", Optional.empty());
    return mismatches.found;
  }

  private void look(Schema type, JsonNode value, String path, Optional<MergeKey> key) {
    if (value.isNull()) {
      return;
    }
    switch (type) {
      case Struct struct when value instanceof ObjectNode object ->
          object.properties().forEach(entry -> field(struct, path, entry));
      case Schema.MapOf map when value instanceof ObjectNode object ->
          object
              .properties()
              .forEach(
                  entry ->
                      look(
                          map.values(),
                          entry.getValue(),
                          path + "." + entry.getKey(),
                          Optional.empty()));
      case Schema.ListOf list when value instanceof ArrayNode items ->
          items(list, items, path, key);
      case Struct struct -> wrong(path, "map, got " + printed(value));
      case Schema.MapOf map -> wrong(path, "map, got " + printed(value));
      case Schema.ListOf list -> wrong(path, "list, got " + printed(value));
      case Schema.Scalar scalar -> scalar(scalar, value, path);
    }
  }

  private void field(Struct struct, String path, Map.Entry<String, JsonNode> entry) {
    String place = path + "." + entry.getKey();
    Optional<Struct.Field> field = struct.field(entry.getKey());
    if (field.isEmpty()) {
      found.add(place + ": field not declared in schema");
    } else {
      look(field.get().type(), entry.getValue(), place, MergeKey.of(struct, entry.getKey()));
    }
  }

  private void items(Schema.ListOf list, ArrayNode items, String path, Optional<MergeKey> listKey) {
    List<String> keys = listKey.filter(key -> !key.isSet()).map(MergeKey::fields).orElse(List.of());
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      String place = place(items.get(i), i, keys);
      if (!keys.isEmpty() && !seen.add(place)) {
        found.add(path + ": duplicate entries for key " + place);
      }
      look(list.items(), items.get(i), path + place, Optional.empty());
    }
  }

  /** The only key that has a default is a port's protocol. */
  private static String place(JsonNode item, int index, List<String> keys) {
    if (!(item instanceof ObjectNode object)
        || !keys.contains("protocol")
        || object.has("protocol")) {
      return Undeclared.place(item, index, keys);
    }
    return Undeclared.place(object.deepCopy().put("protocol", "TCP"), index, keys);
  }

  private void scalar(Schema.Scalar type, JsonNode value, String path) {
    switch (type) {
      case INT32, INT64, NUMBER -> {
        if (!value.isNumber()) {
          wrong(path, "numeric (int or float), got " + goType(value));
        }
      }
      case STRING, BYTES -> {
        if (!value.isTextual()) {
          wrong(path, "string, got &value.valueUnstructured{Value:" + literal(value) + "}");
        }
      }
      case BOOLEAN -> {
        if (!value.isBoolean()) {
          wrong(path, "boolean, got " + printed(value));
        }
      }
      case QUANTITY, INT_OR_STRING, TIME, MICRO_TIME -> {
        if (value.isContainerNode()) {
          wrong(path, "any scalar, got " + printed(value));
        }
      }
      case ANY -> {}
    }
  }

  private void wrong(String path, String words) {
    found.add(path + ": expected " + words);
  }

  private static String goType(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case BOOLEAN -> "bool";
      case ARRAY -> "[]interface {}";
      default -> "map[string]interface {}";
    };
  }

  /** Go's {@code %v} of a value. */
  private static String printed(JsonNode value) {
    return "&{" + plain(value) + "}";
  }

  private static String plain(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY ->
          StreamSupport.stream(value.spliterator(), false)
              .map(Mismatches::plain)
              .collect(Collectors.joining(" ", "[", "]"));
      case OBJECT ->
          sorted(value).entrySet().stream()
              .map(field -> field.getKey() + ":" + plain(field.getValue()))
              .collect(Collectors.joining(" ", "map[", "]"));
      case NULL -> "<nil>";
      default -> value.asText();
    };
  }

  /** Go's {@code %#v} of a value. */
  private static String literal(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY ->
          StreamSupport.stream(value.spliterator(), false)
              .map(Mismatches::literal)
              .collect(Collectors.joining(", ", "[]interface {}{", "}"));
      case OBJECT ->
          sorted(value).entrySet().stream()
              .map(field -> "\"" + field.getKey() + "\":" + literal(field.getValue()))
              .collect(Collectors.joining(", ", "map[string]interface {}{", "}"));
      case NULL -> "interface {}(nil)";
      default -> value.toString();
    };
  }

  private static Map<String, JsonNode> sorted(JsonNode object) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    object.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
    return sorted;
  }
}
