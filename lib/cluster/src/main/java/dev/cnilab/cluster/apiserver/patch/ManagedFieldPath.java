package dev.cnilab.cluster.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.object.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The path of a field in the form of {@code FieldsV1}.
 *
 * @param parts each {@code f:NAME}, {@code k:{KEYS}} or {@code v:VALUE}
 */
record ManagedFieldPath(List<String> parts) {
  /** What it costs to compare an item with a path's: it takes several calls. */
  private static final int SOUGHT = 4;

  private static final String ITSELF = ".";

  /** The paths of all fields in a set that have no children in it. */
  static List<ManagedFieldPath> leaves(JsonNode set) {
    List<ManagedFieldPath> paths = new ArrayList<>();
    collect(set, List.of(), paths);
    return paths;
  }

  private static void collect(JsonNode set, List<String> way, List<ManagedFieldPath> paths) {
    boolean leaf = true;
    for (Map.Entry<String, JsonNode> entry : set.properties()) {
      if (!entry.getKey().equals(ITSELF)) {
        leaf = false;
        List<String> longer = new ArrayList<>(way);
        longer.add(entry.getKey());
        collect(entry.getValue(), List.copyOf(longer), paths);
      }
    }
    if (leaf && !way.isEmpty()) {
      paths.add(new ManagedFieldPath(way));
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
      Budget.charge(SOUGHT); // for each item of a long list, all items before it
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

  /** Removes the field from a set; its parents stay if they are in the set by themselves. */
  void removeFrom(ObjectNode set) {
    remove(set, parts.iterator());
  }

  private static boolean remove(ObjectNode set, Iterator<String> way) {
    String part = way.next();
    if (!set.has(part)) {
      return false;
    }
    if (!way.hasNext()) {
      set.remove(part);
    } else if (set.get(part) instanceof ObjectNode inner && remove(inner, way)) {
      set.remove(part);
    }
    if (set.size() == 1 && set.has(ITSELF)) {
      set.remove(ITSELF); // alone, it is not written
      return false;
    }
    return set.isEmpty();
  }

  /** Removes the field and all its parents from a set. */
  void releaseFrom(ObjectNode set) {
    release(set, parts.iterator());
  }

  private static void release(ObjectNode set, Iterator<String> way) {
    String part = way.next();
    set.remove(ITSELF);
    if (!way.hasNext()) {
      set.remove(part);
    } else if (set.get(part) instanceof ObjectNode inner) {
      release(inner, way);
      if (inner.isEmpty()) {
        set.remove(part);
      }
    }
  }

  /**
   * Whether a set has something that an object does not have.
   *
   * @param touched the object's own fields that are worth a look
   */
  static boolean hasAbsent(JsonNode set, JsonNode object, Set<String> touched) {
    return !absent(set, object, touched).isEmpty();
  }

  private static List<ManagedFieldPath> absent(JsonNode set, JsonNode object, Set<String> touched) {
    return leaves(set).stream()
        .filter(path -> touched.contains(path.parts().getFirst().substring(2)))
        .filter(path -> path.in(object).isEmpty())
        .toList();
  }

  /** Whether a set has the field, by itself or with fields below it. */
  boolean isIn(JsonNode set) {
    JsonNode inner = set;
    for (String part : parts) {
      inner = inner.path(part);
    }
    return !inner.isMissingNode();
  }

  /**
   * Removes from a set what an object does not have.
   *
   * @param touched the object's own fields that are worth a look
   */
  static void removeAbsent(ObjectNode set, JsonNode object, Set<String> touched) {
    List<ManagedFieldPath> absent;
    do {
      absent = absent(set, object, touched);
      absent.forEach(path -> path.removeFrom(set));
    } while (!absent.isEmpty());
  }

  /** The paths of all its parents, the outermost first. */
  List<ManagedFieldPath> ancestors() {
    return IntStream.range(1, parts.size())
        .mapToObj(n -> new ManagedFieldPath(parts.subList(0, n)))
        .toList();
  }

  /** Whether it is an item of a list with keys. */
  boolean isItem() {
    return parts.getLast().startsWith("k:");
  }

  /** The entry for a map or an item as such, apart from its fields. */
  ManagedFieldPath itself() {
    List<String> longer = new ArrayList<>(parts);
    longer.add(ITSELF);
    return new ManagedFieldPath(List.copyOf(longer));
  }

  /** Adds the field to a set. */
  void addTo(ObjectNode set) {
    ObjectNode inner = set;
    for (String part : parts) {
      inner = inner.get(part) instanceof ObjectNode known ? known : inner.putObject(part);
    }
  }

  /** As in messages: {@code .spec.containers[name="a"].image}. */
  @Override
  public String toString() {
    return parts.stream().map(ManagedFieldPath::words).collect(Collectors.joining());
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
