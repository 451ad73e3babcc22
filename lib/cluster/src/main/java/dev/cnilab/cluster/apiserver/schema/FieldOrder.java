package dev.cnilab.cluster.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.schema.Schema.ListOf;
import dev.cnilab.cluster.apiserver.schema.Schema.MapOf;
import dev.cnilab.cluster.object.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Puts the fields of objects in the order in which Go's encoder writes them: those of built-in
 * kinds as their structs declare them, which is the order of their protobuf numbers; those of
 * custom kinds, which are maps there, by name.
 */
public final class FieldOrder {
  private static final Comparator<Struct.Field> DECLARED =
      Comparator.comparingInt(FieldOrder::place).thenComparing(FieldOrder::numbers);

  private FieldOrder() {}

  /** An object, or any other document, which stays as it is. */
  public static JsonNode of(JsonNode document) {
    Optional<Struct> type = struct(document, document.path("kind").asText());
    if (type.isPresent()) {
      return declared(type.get(), document);
    }
    return document.at("/metadata/uid").isTextual() ? byName(document) : document;
  }

  /** The same for each item of a list, whose own fields stay as they are. */
  public static UnaryOperator<JsonNode> ofItems(JsonNode list) {
    String kind = list.path("kind").asText();
    if (!kind.endsWith("List")) {
      return UnaryOperator.identity();
    }
    Optional<Struct> type = struct(list, kind.substring(0, kind.length() - "List".length()));
    return item -> type.isPresent() ? declared(type.get(), item) : byName(item);
  }

  private static Optional<Struct> struct(JsonNode document, String kind) {
    String[] groupAndVersion = ("/" + document.path("apiVersion").asText()).split("/", -1);
    int last = groupAndVersion.length - 1;
    String group = Schemas.group(groupAndVersion[last - 1]);
    return Schemas.builtIn().find(group + "." + groupAndVersion[last] + "." + kind);
  }

  private static JsonNode declared(Schema type, JsonNode value) {
    return switch (type) {
      case Struct struct when value instanceof ObjectNode object -> {
        ObjectNode ordered = Json.object();
        struct.fields().values().stream()
            .filter(field -> object.has(field.name()))
            .sorted(DECLARED)
            .forEach(
                field ->
                    ordered.set(field.name(), declared(field.type(), object.get(field.name()))));
        object.properties().stream()
            .filter(other -> !ordered.has(other.getKey()))
            .forEach(other -> ordered.set(other.getKey(), other.getValue()));
        yield ordered;
      }
      case ListOf list when value instanceof ArrayNode array -> {
        ArrayNode ordered = Json.array();
        array.forEach(item -> ordered.add(declared(list.items(), item)));
        yield ordered;
      }
      case MapOf map when value instanceof ObjectNode object -> {
        ObjectNode ordered = Json.object();
        sorted(object).forEach((key, item) -> ordered.set(key, declared(map.values(), item)));
        yield ordered;
      }
      default -> byName(value);
    };
  }

  private static JsonNode byName(JsonNode value) {
    if (value instanceof ObjectNode object) {
      ObjectNode ordered = Json.object();
      sorted(object).forEach((key, item) -> ordered.set(key, byName(item)));
      return ordered;
    }
    if (value instanceof ArrayNode array) {
      ArrayNode ordered = Json.array();
      array.forEach(item -> ordered.add(byName(item)));
      return ordered;
    }
    return value;
  }

  private static Map<String, JsonNode> sorted(ObjectNode object) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    object.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  /** The type of an object comes first: it has no numbers. */
  private static int place(Struct.Field field) {
    if (!field.numbers().isEmpty()) {
      return 2;
    }
    return field.name().equals("kind") ? 0 : 1;
  }

  private static String numbers(Struct.Field field) {
    List<Integer> numbers = field.numbers();
    StringBuilder text = new StringBuilder();
    numbers.forEach(number -> text.append("%05d.".formatted(number)));
    return text.toString();
  }
}
