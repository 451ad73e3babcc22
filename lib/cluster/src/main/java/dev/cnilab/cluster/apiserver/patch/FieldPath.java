package dev.cnilab.cluster.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The way to a field in the words of {@code FieldsV1}.
 *
 * @param parts each {@code f:NAME}, {@code k:{KEYS}} or {@code v:VALUE}
 */
record FieldPath(List<String> parts) {

  /** The ways to all fields of a set that have no fields of their own in it. */
  static List<FieldPath> leaves(JsonNode set) {
    List<FieldPath> paths = new ArrayList<>();
    collect(set, List.of(), paths);
    return paths;
  }

  private static void collect(JsonNode set, List<String> way, List<FieldPath> paths) {
    boolean leaf = true;
    for (Map.Entry<String, JsonNode> entry : set.properties()) {
      if (!entry.getKey().equals(".")) {
        leaf = false;
        List<String> longer = new ArrayList<>(way);
        longer.add(entry.getKey());
        collect(entry.getValue(), List.copyOf(longer), paths);
      }
    }
    if (leaf && !way.isEmpty()) {
      paths.add(new FieldPath(way));
    }
  }

  /** The value there; empty if there is none. */
  Optional<JsonNode> in(JsonNode object) {
    JsonNode value = object;
    for (String part : parts) {
      value =
          part.startsWith("f:")
              ? value.path(part.substring(2))
              : item(value, part.startsWith("k:"), Json.parse(part.substring(2)));
    }
    return value.isMissingNode() ? Optional.empty() : Optional.of(value);
  }

  private static JsonNode item(JsonNode list, boolean byKeys, JsonNode wanted) {
    for (JsonNode item : list) {
      if (byKeys ? hasKeys(item, wanted) : item.equals(wanted)) {
        return item;
      }
    }
    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
  }

  private static boolean hasKeys(JsonNode item, JsonNode keys) {
    for (Map.Entry<String, JsonNode> key : keys.properties()) {
      boolean same =
          item.path(key.getKey()).equals(key.getValue())
              || (key.getKey().equals("protocol")
                  && !item.has("protocol")
                  && key.getValue().asText().equals("TCP"));
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /** Takes the field out of a set, and what is empty then. */
  void removeFrom(ObjectNode set) {
    remove(set, parts.iterator());
  }

  private static boolean remove(ObjectNode set, Iterator<String> way) {
    String part = way.next();
    if (!way.hasNext()) {
      set.remove(part);
    } else if (set.get(part) instanceof ObjectNode inner && remove(inner, way)) {
      set.remove(part);
    }
    return set.isEmpty() || (set.size() == 1 && set.has("."));
  }

  /** Puts the field into a set. */
  void addTo(ObjectNode set) {
    ObjectNode inner = set;
    for (String part : parts) {
      inner = inner.get(part) instanceof ObjectNode known ? known : inner.putObject(part);
    }
  }

  /** As messages write it: {@code .spec.containers[name="a"].image}. */
  @Override
  public String toString() {
    return parts.stream().map(FieldPath::words).collect(Collectors.joining());
  }

  private static String words(String part) {
    if (part.startsWith("f:")) {
      return "." + part.substring(2);
    }
    if (part.startsWith("v:")) {
      return "[=" + part.substring(2) + "]";
    }
    List<String> keys = new ArrayList<>();
    Json.parse(part.substring(2))
        .properties()
        .forEach(key -> keys.add(key.getKey() + "=" + key.getValue()));
    return "[" + String.join(",", keys) + "]";
  }
}
