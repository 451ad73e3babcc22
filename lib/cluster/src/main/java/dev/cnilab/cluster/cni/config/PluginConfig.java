package dev.cnilab.cluster.cni.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.cni.json.GoType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The configuration of one plugin in a list: {@code types.PluginConf} and the bytes it came from.
 *
 * @param type the name of the executable
 * @param name of the entry itself; empty in most lists
 * @param values all keys, including those that libcni does not know
 */
public record PluginConfig(String type, String name, String cniVersion, ObjectNode values) {

  /**
   * Reads one configuration.
   *
   * @throws CniException {@code error parsing configuration: …}
   */
  public static PluginConfig parse(byte[] bytes) throws CniException {
    try {
      return parse(GoJson.parse(bytes));
    } catch (GoJsonException refused) {
      throw refused(refused);
    }
  }

  static PluginConfig parse(JsonNode value) throws CniException {
    ObjectNode values;
    try {
      values = Fields.check(value);
    } catch (GoJsonException refused) {
      throw refused(refused);
    }
    PluginConfig config =
        new PluginConfig(
            Fields.get(values, "type").asText(""),
            Fields.get(values, "name").asText(""),
            Fields.get(values, "cniVersion").asText(""),
            values);
    if (config.type.isEmpty()) {
      throw new CniException("error parsing configuration: missing 'type'");
    }
    return config;
  }

  private static CniException refused(GoJsonException cause) {
    return new CniException("error parsing configuration: " + cause.getMessage());
  }

  /** Whether the plugin declares the capability for such a runtime argument. */
  public boolean isCapableOf(String capability) {
    return Fields.get(values, "capabilities").path(capability).asBoolean(false);
  }

  /** {@code type="x"}, with the entry's own name if it has one. */
  public String description() {
    return "type=\"" + type + "\"" + (name.isEmpty() ? "" : " name=\"" + name + "\"");
  }

  /** The bytes libcni keeps: the entry marshalled again as a map. */
  public String source() {
    return GoJson.marshalMap(values);
  }

  /** What {@code crictl info} shows as {@code Network}: the fields that libcni knows, sorted. */
  public ObjectNode known() {
    ObjectNode known = values.objectNode();
    for (String field : Fields.TYPES.keySet()) {
      JsonNode value = Fields.get(values, field);
      if (field.equals("ipam")) {
        known.putObject(field);
        value.properties().stream()
            .filter(member -> member.getKey().equals("type"))
            .forEach(type -> known.withObject("/ipam").set("type", type.getValue()));
      } else if (value.isTextual() ? !value.asText().isEmpty() : !value.isEmpty()) {
        known.set(field, value);
      }
    }
    return known;
  }

  /** The fields of {@code types.PluginConf}, decoded as Go decodes a struct. */
  private static final class Fields {
    private static final SortedMap<String, String> TYPES =
        new TreeMap<>(
            Map.of(
                "cniVersion", "string",
                "name", "string",
                "type", "string",
                "capabilities", "map[string]bool",
                "ipam", "types.IPAM",
                "dns", "types.DNS",
                "prevResult", "map[string]interface {}"));

    static ObjectNode check(JsonNode value) throws GoJsonException {
      if (value.isNull()) {
        return GoJson.parseMap("null".getBytes(StandardCharsets.UTF_8));
      }
      if (!(value instanceof ObjectNode object)) {
        throw new GoJsonException(
            "json: cannot unmarshal %s into Go value of type types.PluginConf"
                .formatted(GoType.jsonKind(value)));
      }
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        for (Map.Entry<String, String> field : TYPES.entrySet()) {
          if (field.getKey().equalsIgnoreCase(member.getKey())) {
            check("PluginConf." + field.getKey(), field.getValue(), member.getValue());
          }
        }
      }
      return object;
    }

    private static void check(String field, String type, JsonNode value) throws GoJsonException {
      boolean fits = type.equals("string") ? value.isTextual() : value.isObject();
      if (!fits && !value.isNull()) {
        throw mismatch(field, type, value);
      }
      if (type.equals("map[string]bool")) {
        for (JsonNode flag : value) {
          if (!flag.isBoolean() && !flag.isNull()) {
            throw mismatch(field, "bool", flag);
          }
        }
      }
      JsonNode ipamType = value.path("type");
      if (type.equals("types.IPAM") && !ipamType.isMissingNode()) {
        check("IPAM.ipam.type", "string", ipamType);
      }
    }

    private static GoJsonException mismatch(String field, String type, JsonNode found) {
      return new GoJsonException(
          "json: cannot unmarshal %s into Go struct field %s of type %s"
              .formatted(GoType.jsonKind(found), field, type));
    }

    /** A field by its name, ignoring case as Go does. */
    static JsonNode get(ObjectNode object, String field) {
      JsonNode exact = object.path(field);
      if (!exact.isMissingNode()) {
        return exact;
      }
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        if (member.getKey().equalsIgnoreCase(field)) {
          return member.getValue();
        }
      }
      return exact;
    }
  }
}
