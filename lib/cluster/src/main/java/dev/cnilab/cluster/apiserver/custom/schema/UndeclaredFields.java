package dev.cnilab.cluster.apiserver.custom.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.apiserver.schema.Undeclared;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The same of a structural schema; see {@link Undeclared}. */
public final class UndeclaredFields {
  private static final Set<String> OF_TYPE = Set.of("apiVersion", "kind");

  private final Struct metadata = Schemas.builtIn().find("meta.v1.ObjectMeta").orElseThrow();
  private final List<String> paths = new ArrayList<>();

  private UndeclaredFields() {}

  public static List<String> in(JsonNode schema, ObjectNode object) {
    UndeclaredFields undeclared = new UndeclaredFields();
    if (schema.isObject()) {
      undeclared.ofObject(schema, object, "");
    }
    return undeclared.paths;
  }

  private void look(JsonNode schema, JsonNode value, String path) {
    if (value instanceof ObjectNode object) {
      if (schema.path("x-kubernetes-embedded-resource").asBoolean()) {
        ofObject(schema, object, path);
      } else {
        object.properties().forEach(entry -> field(schema, entry, path));
      }
    } else if (value.isArray()) {
      List<String> keys = new ArrayList<>();
      schema.path("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asText()));
      for (int i = 0; i < value.size(); i++) {
        look(schema.path("items"), value.get(i), path + Undeclared.place(value.get(i), i, keys));
      }
    }
  }

  /** An object with a kind has metadata, whatever its schema says. */
  private void ofObject(JsonNode schema, ObjectNode object, String path) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (entry.getKey().equals("metadata")) {
        paths.addAll(Undeclared.in(metadata, entry.getValue(), path + ".metadata"));
      } else if (!OF_TYPE.contains(entry.getKey())) {
        field(schema, entry, path);
      }
    }
  }

  private void field(JsonNode schema, Map.Entry<String, JsonNode> entry, String path) {
    String place = path + "." + entry.getKey();
    JsonNode property = schema.path("properties").path(entry.getKey());
    JsonNode additional = schema.path("additionalProperties");
    if (!property.isMissingNode()) {
      look(property, entry.getValue(), place);
    } else if (additional.isObject()) {
      look(additional, entry.getValue(), place);
    } else if (!additional.asBoolean()
        && !schema.path("x-kubernetes-preserve-unknown-fields").asBoolean()) {
      paths.add(place);
    }
  }
}
