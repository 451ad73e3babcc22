package dev.cnilab.cluster.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Paths of fields that a type does not have, as structured-merge-diff writes them. */
public final class Undeclared {
  private final List<String> paths = new ArrayList<>();

  private Undeclared() {}

  /**
   * The undeclared fields of an object or a part of it.
   *
   * @param path where the part is, such as {@code .metadata}; "" for a whole object
   */
  public static List<String> in(Struct type, JsonNode value, String path) {
    Undeclared undeclared = new Undeclared();
    undeclared.look(type, value, path, null);
    return undeclared.paths;
  }

  private void look(Schema type, JsonNode value, String path, @Nullable MergeKey key) {
    switch (type) {
      case Struct struct when value instanceof ObjectNode object -> {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
          String name = entry.getKey();
          Optional<Struct.Field> field = struct.field(name);
          if (field.isEmpty()) {
            paths.add(path + "." + name);
          } else {
            look(
                field.get().type(),
                entry.getValue(),
                path + "." + name,
                MergeKey.of(struct, name).orElse(null));
          }
        }
      }
      case Schema.ListOf list when value instanceof ArrayNode items -> {
        for (int i = 0; i < items.size(); i++) {
          look(list.items(), items.get(i), path + place(items.get(i), i, key), null);
        }
      }
      case Schema.MapOf map when value instanceof ObjectNode object ->
          object
              .properties()
              .forEach(e -> look(map.values(), e.getValue(), path + "." + e.getKey(), null));
      default -> {}
    }
  }

  private static String place(JsonNode item, int index, @Nullable MergeKey key) {
    return key == null || key.isSet() ? "[" + index + "]" : place(item, index, key.fields());
  }

  /** An item of a list with keys, such as {@code [name="app"]}. */
  public static String place(JsonNode item, int index, List<String> keys) {
    return keys.isEmpty()
        ? "[" + index + "]"
        : keys.stream()
            .sorted()
            .filter(item::has)
            .map(key -> key + "=" + item.get(key))
            .collect(Collectors.joining(",", "[", "]"));
  }
}
