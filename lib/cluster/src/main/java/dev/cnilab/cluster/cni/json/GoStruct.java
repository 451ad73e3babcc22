package dev.cnilab.cluster.cni.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * An object as Go reads it into a struct: field names are matched ignoring case, types must fit,
 * and fields that the struct does not have are ignored.
 *
 * @param name of the struct's type; empty for an anonymous one
 */
public record GoStruct(String name, JsonNode value) {
  /**
   * Takes an object, or null, which leaves every field unchanged.
   *
   * @param type of the struct, with its package
   * @throws GoJsonException if the value is something else
   */
  public static GoStruct of(String type, JsonNode value) throws GoJsonException {
    if (!value.isObject() && !value.isNull()) {
      throw new GoJsonException(
          "json: cannot unmarshal %s into Go value of type %s"
              .formatted(GoType.jsonKind(value), type));
    }
    return new GoStruct(type.substring(type.lastIndexOf('.') + 1), value);
  }

  /** A field that is present and not null. */
  public Optional<JsonNode> field(String key) {
    JsonNode found = value.path(key);
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      if (found.isMissingNode() && member.getKey().equalsIgnoreCase(key)) {
        found = member.getValue();
      }
    }
    return Optional.of(found).filter(each -> !each.isMissingNode() && !each.isNull());
  }

  /**
   * The string in a field.
   *
   * @param initial its value if the field is absent
   * @throws GoJsonException if it is not a string
   */
  public String text(String key, String initial) throws GoJsonException {
    Optional<JsonNode> found = field(key);
    require(found.isEmpty() || found.get().isTextual(), key, "string");
    return found.map(JsonNode::textValue).orElse(initial);
  }

  /** Like {@link #text}, for a boolean. */
  public boolean isSet(String key, boolean initial) throws GoJsonException {
    Optional<JsonNode> found = field(key);
    require(found.isEmpty() || found.get().isBoolean(), key, "bool");
    return found.map(JsonNode::booleanValue).orElse(initial);
  }

  /** Like {@link #text}, for an integer. */
  public int number(String key, int initial) throws GoJsonException {
    Optional<JsonNode> found = field(key);
    require(found.isEmpty() || found.get().canConvertToExactIntegral(), key, "int");
    return found.map(JsonNode::intValue).orElse(initial);
  }

  private void require(boolean fits, String key, String type) throws GoJsonException {
    if (!fits) {
      JsonNode found = field(key).orElseThrow();
      throw new GoJsonException(
          "json: cannot unmarshal %s into Go struct field %s.%s of type %s"
              .formatted(
                  found.isNumber() && type.equals("int")
                      ? "number " + found
                      : GoType.jsonKind(found),
                  name,
                  key,
                  type));
    }
  }
}
