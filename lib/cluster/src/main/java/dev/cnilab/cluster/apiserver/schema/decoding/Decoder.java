package dev.cnilab.cluster.apiserver.schema.decoding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.apiserver.schema.Schema.ListOf;
import dev.cnilab.cluster.apiserver.schema.Schema.MapOf;
import dev.cnilab.cluster.apiserver.schema.Schema.Scalar;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.apiserver.schema.ZeroValues;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.value.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tree as Go's JSON decoder reads it into a struct: unknown fields are dropped and
 * remembered, nulls and what Go would not write out again are dropped, a wrong type is an error.
 */
public final class Decoder {
  /** An empty list or map is left out where an empty text is. */
  private static final JsonNode EMPTY = TextNode.valueOf("");

  private static final String RESOURCES = "v1.ResourceList";

  private static final Set<String> SCHEMAS_OR_ELSE =
      Set.of("items", "additionalItems", "additionalProperties");

  private final List<String> unknown = new ArrayList<>();

  /** The paths of the fields that were dropped because the type does not have them. */
  public List<String> unknownFields() {
    return unknown;
  }

  /**
   * Decodes an object of a type.
   *
   * @throws WrongTypeException if a value is of another type than its field
   */
  public ObjectNode decode(Struct type, ObjectNode tree) {
    return struct(type, tree, null);
  }

  /**
   * Where in the object a value is. The path is built only for errors.
   *
   * @param field "" for an item of a list
   * @param holder the type that JSON shows the field in; null for an item of a list
   */
  private record Place(@Nullable Place within, String field, int index, @Nullable Struct holder) {
    static Place field(@Nullable Place within, String name, Struct holder) {
      return new Place(within, name, 0, holder);
    }

    Place item(int at) {
      return new Place(this, "", at, null);
    }

    /** As Go's decoder names it: with embedded structures, and without indices. */
    String inGo() {
      String before = within == null ? "" : within.inGo();
      String name = holder == null ? field : Embedded.holding(holder, field) + field;
      return field.isEmpty() ? before : before.isEmpty() ? name : before + "." + name;
    }

    @Override
    public String toString() {
      String before = within == null ? "" : within.toString();
      if (field.isEmpty()) {
        return before + "[" + index + "]";
      }
      return before.isEmpty() ? field : before + "." + field;
    }
  }

  /**
   * Where in Go a value goes.
   *
   * @param owner the structure
   * @param type the name of the field's type
   */
  private record GoField(String owner, String type) {
    /** For an item of the field's list or map, whose type Go names by itself. */
    GoField item() {
      int end = type.indexOf(']');
      return end < 0 ? this : new GoField(owner, type.substring(end + 1));
    }
  }

  private ObjectNode struct(Struct type, ObjectNode tree, @Nullable Place within) {
    Budget.charge(Budget.OBJECT);
    ObjectNode result = Json.object();
    for (Map.Entry<String, JsonNode> entry : tree.properties()) {
      String name = entry.getKey();
      Struct.Field field = type.field(name).orElse(null);
      Place place = Place.field(within, name, type);
      if (field == null) {
        unknown.add(place.toString());
        continue;
      }
      JsonNode value =
          value(
              typeOf(type, field, entry.getValue()),
              entry.getValue(),
              place,
              new GoField(type.simpleName(), field.goName()));
      if (isWritten(type, field, value)) {
        result.set(name, value);
      }
    }
    return result;
  }

  /**
   * In a JSON schema, a field that may also be a boolean or a list holds a schema if it is an
   * object.
   */
  private static Schema typeOf(Struct type, Struct.Field field, JsonNode value) {
    return value.isObject()
            && type.name().equals("apiextensions.v1.JSONSchemaProps")
            && SCHEMAS_OR_ELSE.contains(field.name())
        ? type
        : field.type();
  }

  private JsonNode value(Schema type, JsonNode tree, Place place, GoField field) {
    if (tree.isNull() || type == Scalar.ANY) {
      return tree;
    }
    return switch (type) {
      case Struct struct when tree instanceof ObjectNode object -> struct(struct, object, place);
      case ListOf list when tree instanceof ArrayNode array -> {
        ArrayNode items = Json.array();
        for (int i = 0; i < array.size(); i++) {
          items.add(value(list.items(), array.get(i), place.item(i), field.item()));
        }
        yield items;
      }
      case MapOf map when tree instanceof ObjectNode object -> {
        ObjectNode values = Json.object();
        Map<String, JsonNode> sorted = new TreeMap<>(); // in the order in which Go writes maps
        object.properties().forEach(e -> sorted.put(e.getKey(), e.getValue()));
        sorted.forEach(
            (key, item) -> values.set(key, value(map.values(), item, place, field.item())));
        yield values;
      }
      case Scalar scalar when fits(scalar, tree) -> {
        if (tree.isTextual()) {
          ScalarText.complaint(scalar, tree.asText())
              .ifPresent(
                  why -> {
                    throw new WrongTypeException(why);
                  });
        }
        yield field.type().equals(RESOURCES)
            ? TextNode.valueOf(Quantity.canonicalAmount(tree.asText()))
            : canonical(scalar, tree);
      }
      default ->
          throw new WrongTypeException(
              tree, field.owner() + "." + place.inGo(), field.type(), type);
    };
  }

  /** As Go writes a value that it has read. */
  private static JsonNode canonical(Scalar type, JsonNode value) {
    return switch (type) {
      case QUANTITY -> TextNode.valueOf(Quantity.canonical(value.asText()));
      case TIME -> GoTime.canonical(value);
      case MICRO_TIME -> GoTime.canonicalMicro(value);
      default -> value;
    };
  }

  private static boolean fits(Scalar type, JsonNode value) {
    return switch (type) {
      case STRING, TIME, MICRO_TIME, BYTES -> value.isTextual();
      case INT32 -> value.isIntegralNumber() && value.canConvertToInt();
      case INT64 -> value.isIntegralNumber() && value.canConvertToLong();
      case NUMBER -> value.isNumber();
      case BOOLEAN -> value.isBoolean();
      case INT_OR_STRING -> value.isIntegralNumber() || value.isTextual();
      case QUANTITY -> value.isNumber() || value.isTextual();
      case ANY -> true;
    };
  }

  private static boolean isWritten(Struct type, Struct.Field field, JsonNode value) {
    if (value.isNull()) {
      return false;
    }
    boolean empty =
        value.isEmpty() && (field.type() instanceof ListOf || field.type() instanceof MapOf);
    return ZeroValues.of(type).isWritten(field.name(), empty ? EMPTY : value);
  }
}
