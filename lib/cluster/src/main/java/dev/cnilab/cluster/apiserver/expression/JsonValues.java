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
import dev.cnilab.cluster.object.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON as CEL sees it: integers are ints, and what is missing is null. */
final class JsonValues {
  private JsonValues() {}

  /** A value of CEL as JSON; what JSON does not have, such as a duration, as a text. */
  static JsonNode json(Object value) {
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
      default -> TextNode.valueOf(value.toString());
    };
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
}
