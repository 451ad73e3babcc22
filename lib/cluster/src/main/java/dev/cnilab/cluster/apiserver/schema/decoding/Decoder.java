package dev.cnilab.cluster.apiserver.schema.decoding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tree as Go's JSON decoder reads it into a struct: unknown fields, nulls and what Go would
 * not write out again are dropped, a wrong type is an error.
 */
public final class Decoder {
  /** An empty list or map is left out where an empty text is. */
  private static final JsonNode EMPTY = TextNode.valueOf("");

  private static final String RESOURCES = "v1.ResourceList";

  private static final Set<String> SCHEMAS_OR_ELSE =
      Set.of("items", "additionalItems", "additionalProperties");

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
   * @param name of a field, or the key in a map
   * @param index of an item of a list; {@link #NAMED} for others
   * @param holder the type that JSON shows the field in; null for an item of a list or map
   */
  private record Place(@Nullable Place within, String name, int index, @Nullable Struct holder) {
    private static final int NAMED = -1;

    static Place field(@Nullable Place within, String name, Struct holder) {
      return new Place(within, name, NAMED, holder);
    }

    Place item(int at) {
      return new Place(this, "", at, null);
    }

    Place entry(String key) {
      return new Place(this, key, NAMED, null);
    }

    /** As Go's decoder names it: with embedded structures, and without indices and keys. */
    String inGo() {
      String before = within == null ? "" : within.inGo();
      if (holder == null) {
        return before;
      }
      String field = Embedded.holding(holder, name) + name;
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
      if (field == null) {
        continue;
      }
      JsonNode value =
          value(
              typeOf(type, field, entry.getValue()),
              entry.getValue(),
              Place.field(within, name, type),
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

  /** An item of a list or map. Those have no place for null, of which Go makes the zero value. */
  private JsonNode element(Schema type, JsonNode tree, Place place, GoField field) {
    return switch (type) {
      case Struct struct when tree.isNull() -> struct(struct, Json.object(), place);
      case Scalar scalar when tree.isNull() -> zero(scalar);
      default -> value(type, tree, place, field);
    };
  }

  private static JsonNode zero(Scalar type) {
    return switch (type) {
      case STRING, BYTES -> EMPTY;
      case INT32, INT64, NUMBER, INT_OR_STRING -> IntNode.valueOf(0);
      case BOOLEAN -> BooleanNode.FALSE;
      case QUANTITY -> TextNode.valueOf("0");
      case TIME, MICRO_TIME, ANY -> NullNode.getInstance();
    };
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
          items.add(element(list.items(), array.get(i), place.item(i), field.item()));
        }
        yield items;
      }
      case MapOf map when tree instanceof ObjectNode object -> {
        ObjectNode values = Json.object();
        Map<String, JsonNode> sorted = new TreeMap<>(); // in the order in which Go writes maps
        object.properties().forEach(e -> sorted.put(e.getKey(), e.getValue()));
        sorted.forEach(
            (key, item) ->
                values.set(key, element(map.values(), item, place.entry(key), field.item())));
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
      case Scalar scalar when scalar == Scalar.QUANTITY -> // it reads the text of any value
          throw new WrongTypeException(ScalarText.NO_QUANTITY);
      default ->
          throw new WrongTypeException(
              tree,
              field.owner() + "." + place.inGo(),
              type == Scalar.INT_OR_STRING ? Scalar.INT32.goName() : field.type(),
              type);
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
      case INT_OR_STRING ->
          value.isTextual() || (value.isIntegralNumber() && value.canConvertToInt());
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
