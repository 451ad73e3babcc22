package dev.cnilab.cluster.cni.plugin.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.cni.json.GoType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of a plugin's configuration ({@code fields.txt}): each is obeyed, or refused by its
 * name unless it has the one value that changes nothing here.
 */
public final class PluginFields {
  /** No fields are known: every value is taken as it is. */
  public static final PluginFields NONE = new PluginFields("", "");

  private static final Map<String, PluginFields> OF_PLUGINS = load();

  private final String struct;
  private final String words;
  private final Map<String, Field> byPath = new LinkedHashMap<>();

  /**
   * A field.
   *
   * @param type Go's, as its errors name it
   * @param only the value that is accepted, missing if all are
   */
  private record Field(String type, JsonNode only) {
    boolean fits(JsonNode value) {
      return switch (type) {
        case "string" -> value.isTextual();
        case "bool" -> value.isBoolean();
        case "int" -> value.canConvertToExactIntegral();
        case "uint32", "uint64" -> value.canConvertToExactIntegral() && value.asLong() >= 0;
        case "[]string" -> value.isArray();
        default -> value.isArray() || value.isObject();
      };
    }

    boolean accepts(JsonNode value) {
      return only.isMissingNode() || value.equals(only);
    }
  }

  private PluginFields(String struct, String words) {
    this.struct = struct;
    this.words = words;
  }

  /** The fields of a plugin in the table. */
  public static PluginFields of(String plugin) {
    return OF_PLUGINS.getOrDefault(plugin, NONE);
  }

  /** A configuration with its fields as they are spelled here: Go ignores the case of a name. */
  ObjectNode spelled(ObjectNode config) {
    return spelled(config, "");
  }

  private ObjectNode spelled(ObjectNode given, String prefix) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : given.properties()) {
      String name = name(member.getKey(), prefix);
      boolean leadsOn = member.getValue().isObject() && !byPath.containsKey(prefix + name);
      result.set(
          name,
          leadsOn
              ? spelled((ObjectNode) member.getValue(), prefix + name + ".")
              : member.getValue());
    }
    return result;
  }

  private String name(String given, String prefix) {
    for (String path : byPath.keySet()) {
      if (path.startsWith(prefix)) {
        String name = path.substring(prefix.length()).split("\\.", 2)[0];
        if (name.equalsIgnoreCase(given)) {
          return name;
        }
      }
    }
    return given;
  }

  /** Go decodes a configuration as a whole, and refuses the first field of a wrong type. */
  void requireTypes(ObjectNode config) throws CniException {
    try {
      requireTypes(config, "");
    } catch (GoJsonException wrong) {
      throw new CniException(words + ": " + wrong.getMessage());
    }
  }

  private void requireTypes(JsonNode object, String prefix) throws GoJsonException {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      String path = prefix + member.getKey();
      JsonNode value = member.getValue();
      Field field = byPath.get(path);
      if (field == null) {
        requireTypes(value, path + ".");
      } else if (!value.isNull() && !field.fits(value)) {
        boolean range = value.isNumber() && field.type().contains("int");
        throw new GoJsonException(
            "json: cannot unmarshal %s into Go struct field %s.%s of type %s"
                .formatted(
                    range ? "number " + value : GoType.jsonKind(value),
                    struct,
                    path,
                    field.type()));
      }
    }
  }

  /** Refuses the first field whose value asks for something that is not modelled. */
  void requireModelled(ObjectNode config) throws CniException {
    for (Map.Entry<String, Field> each : byPath.entrySet()) {
      JsonNode value = config.at("/" + each.getKey().replace('.', '/'));
      if (!value.isMissingNode() && !value.isNull() && !each.getValue().accepts(value)) {
        throw new CniException(
            "%s is not modelled here; leave it out, or set it to %s"
                .formatted(each.getKey(), each.getValue().only()));
      }
    }
  }

  private static Map<String, PluginFields> load() {
    Map<String, PluginFields> all = new LinkedHashMap<>();
    try (InputStream in = PluginFields.class.getResourceAsStream("fields.txt")) {
      PluginFields current = NONE;
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        List<String> parts = List.of(line.strip().split(" ", 3));
        if (line.startsWith("  ")) {
          String only = parts.size() > 2 ? parts.get(2).replaceFirst("^only ", "") : "";
          current.byPath.put(
              parts.getFirst(),
              new Field(
                  parts.get(1),
                  only.isEmpty() ? JsonNodeFactory.instance.missingNode() : GoJson.parse(only)));
        } else if (!line.startsWith("#")) {
          current = new PluginFields(parts.get(1), parts.get(2));
          all.put(parts.getFirst(), current);
        }
      }
    } catch (IOException | GoJsonException ownResource) {
      throw new IllegalStateException(ownResource);
    }
    return all;
  }
}
