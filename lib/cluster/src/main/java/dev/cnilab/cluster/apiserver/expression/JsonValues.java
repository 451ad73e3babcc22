package dev.cnilab.cluster.apiserver.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.NullValue;
import dev.cel.common.values.CelByteString;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.apiserver.expression.function.CelTimes;
import dev.cnilab.cluster.log.GoDuration;
import dev.cnilab.cluster.object.Json;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as CEL sees it: integers are ints, and a missing value is null. */
final class JsonValues {
  /** What a node of a tree costs, as the literal of a list in Kubernetes. */
  private static final int NODE = 10;

  /** That many characters cost a unit. */
  private static final int CHARACTERS = 5;

  private JsonValues() {}

  /**
   * A CEL value as JSON; a type that JSON does not have, such as a duration, becomes a string.
   * Parts that are shared become copies, so it is charged.
   */
  static JsonNode json(Object value) {
    Budget.charge(NODE + (value instanceof String text ? text.length() / CHARACTERS : 0));
    return switch (value) {
      case Map<?, ?> map -> {
        ObjectNode object = Json.object();
        map.forEach((key, item) -> object.set(String.valueOf(key), json(item)));
        yield object;
      }
      case List<?> list -> {
        ArrayNode array = Json.array();
        list.forEach(item -> array.add(json(item)));
        yield array;
      }
      case Long number -> LongNode.valueOf(number);
      case Double number -> DoubleNode.valueOf(number);
      case Boolean truth -> BooleanNode.valueOf(truth);
      case NullValue none -> NullNode.getInstance();
      default -> TextNode.valueOf(CelTimes.java(value).toString());
    };
  }

  /** The same as a string. */
  static String text(Object value) {
    return value instanceof String text ? text : String.valueOf(json(value));
  }

  static Object of(JsonNode json) {
    return switch (json.getNodeType()) {
      case OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        json.properties().forEach(entry -> map.put(entry.getKey(), of(entry.getValue())));
        yield map;
      }
      case ARRAY -> {
        List<Object> list = new ArrayList<>();
        json.forEach(item -> list.add(of(item)));
        yield list;
      }
      case STRING -> json.textValue();
      case BOOLEAN -> json.booleanValue();
      case NUMBER -> json.isIntegralNumber() ? (Object) json.longValue() : json.doubleValue();
      default -> NullValue.NULL_VALUE;
    };
  }

  /** Like {@link #of(JsonNode)}, but a value is a time or a fraction where the schema says so. */
  static Object of(SchemaValue value) {
    JsonNode json = value.json();
    JsonNode schema = value.schema();
    return switch (json.getNodeType()) {
      case OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        JsonNode properties = schema.path("properties");
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
          String name = entry.getKey();
          JsonNode of =
              properties.has(name) ? properties.get(name) : schema.path("additionalProperties");
          map.put(
              properties.has(name) ? SchemaTypes.escaped(name) : name,
              of(new SchemaValue(entry.getValue(), of)));
        }
        yield map;
      }
      case ARRAY -> {
        List<Object> list = new ArrayList<>();
        json.forEach(item -> list.add(of(new SchemaValue(item, schema.path("items")))));
        yield list;
      }
      case STRING -> text(json.textValue(), schema.path("format").asText());
      case NUMBER -> schema.path("type").asText().equals("number") ? json.doubleValue() : of(json);
      default -> of(json);
    };
  }

  /** A string that does not have its format has been reported earlier. */
  private static Object text(String text, String format) {
    try {
      return switch (format) {
        case "duration" ->
            GoDuration.parse(text).map(time -> (Object) CelTimes.of(time)).orElse(text);
        case "date" -> CelTimes.of(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        case "date-time" -> CelTimes.of(OffsetDateTime.parse(text).toInstant());
        case "byte" -> CelByteString.of(Base64.getDecoder().decode(text));
        default -> text;
      };
    } catch (DateTimeException | IllegalArgumentException otherwise) {
      return text;
    }
  }
}
