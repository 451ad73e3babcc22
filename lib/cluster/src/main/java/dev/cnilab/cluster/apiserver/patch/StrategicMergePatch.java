package dev.cnilab.cluster.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.schema.MergeKey;
import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.object.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Strategic merge patch: as a merge patch, but lists that have a merge key are merged item by item.
 * After apimachinery's {@code util/strategicpatch}.
 */
public final class StrategicMergePatch {
  private static final String DIRECTIVE = "$patch";
  private static final String DELETE_FROM_LIST = "$deleteFromPrimitiveList/";
  private static final String SET_ORDER = "$setElementOrder/";
  private static final String RETAIN_KEYS = "$retainKeys";

  private StrategicMergePatch() {}

  /** The patched tree; {@code target} may be changed on the way. */
  public static ObjectNode apply(Struct type, ObjectNode target, ObjectNode patch) {
    String directive = patch.path(DIRECTIVE).asText("");
    if (directive.equals("replace")) {
      ObjectNode replacement = patch.deepCopy();
      replacement.remove(DIRECTIVE);
      return replacement;
    }
    if (directive.equals("delete")) {
      return Json.object();
    }
    if (patch.get(RETAIN_KEYS) instanceof ArrayNode keys) {
      target.retain(texts(keys));
    }
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      applyField(type, target, patch, field.getKey(), field.getValue());
    }
    return target;
  }

  private static void applyField(
      Struct type, ObjectNode target, ObjectNode patch, String name, JsonNode value) {
    if (name.startsWith(DELETE_FROM_LIST)) {
      Set<String> unwanted = new HashSet<>(texts(value));
      remove(target, name.substring(DELETE_FROM_LIST.length()), unwanted);
    } else if (name.startsWith(SET_ORDER) && !patch.has(name.substring(SET_ORDER.length()))) {
      order(type, target, name.substring(SET_ORDER.length()), value);
    } else if (name.startsWith("$")) {
      return;
    } else if (value.isNull()) {
      target.remove(name);
    } else if (value instanceof ObjectNode changes) {
      ObjectNode old = target.get(name) instanceof ObjectNode object ? object : Json.object();
      target.set(name, merge(type, name, old, changes));
    } else if (value instanceof ArrayNode items) {
      target.set(name, list(type, name, target.path(name), items));
      if (patch.has(SET_ORDER + name)) {
        order(type, target, name, patch.get(SET_ORDER + name));
      }
    } else {
      target.set(name, value);
    }
  }

  /** A map of the user's, or whatever else has no known fields, merges as a merge patch does. */
  private static JsonNode merge(Struct type, String field, ObjectNode old, ObjectNode changes) {
    return type.field(field).map(Struct.Field::type).orElse(Schema.Scalar.ANY)
            instanceof Struct struct
        ? apply(struct, old, changes)
        : MergePatch.apply(old, changes);
  }

  private static JsonNode list(Struct type, String field, JsonNode old, ArrayNode patch) {
    Optional<MergeKey> key = MergeKey.of(type, field);
    if (key.isEmpty() || replaces(patch)) {
      ArrayNode items = Json.array();
      patch.forEach(item -> addUnlessDirective(items, item));
      return items;
    }
    return key.get().isSet()
        ? union(old, patch)
        : byKey(itemType(type, field), key.get().first(), old, patch);
  }

  private static Struct itemType(Struct type, String field) {
    return type.field(field)
        .map(Struct.Field::type)
        .filter(Schema.ListOf.class::isInstance)
        .map(list -> ((Schema.ListOf) list).items())
        .filter(Struct.class::isInstance)
        .map(Struct.class::cast)
        .orElseThrow(() -> new IllegalStateException(field + " of " + type.name() + " is no list"));
  }

  private static ArrayNode byKey(Struct type, String key, JsonNode old, ArrayNode patch) {
    List<JsonNode> items = new ArrayList<>();
    old.forEach(items::add);
    for (JsonNode change : patch) {
      int index = indexOf(items, key, change.path(key));
      if (change.path(DIRECTIVE).asText("").equals("delete")) {
        if (index >= 0) {
          items.remove(index);
        }
      } else if (index >= 0) {
        items.set(index, apply(type, (ObjectNode) items.get(index), (ObjectNode) change));
      } else {
        items.add(apply(type, Json.object(), (ObjectNode) change));
      }
    }
    return Json.array().addAll(items);
  }

  private static ArrayNode union(JsonNode old, ArrayNode patch) {
    Set<String> present = new HashSet<>(texts(old));
    ArrayNode items = Json.array();
    old.forEach(items::add);
    patch.forEach(
        item -> {
          if (present.add(item.asText())) {
            items.add(item);
          }
        });
    return items;
  }

  private static void remove(ObjectNode target, String field, Set<String> unwanted) {
    ArrayNode items = Json.array();
    target
        .path(field)
        .forEach(
            item -> {
              if (!unwanted.contains(item.asText())) {
                items.add(item);
              }
            });
    target.set(field, items);
  }

  /** Items the order names come in that order, each after those it does not name before it. */
  private static void order(Struct type, ObjectNode target, String field, JsonNode order) {
    Optional<MergeKey> key = MergeKey.of(type, field);
    if (key.isEmpty() || !(order instanceof ArrayNode)) {
      return;
    }
    List<String> wanted = new ArrayList<>();
    order.forEach(item -> wanted.add(key.get().value(item)));
    List<JsonNode> named = new ArrayList<>();
    target
        .path(field)
        .forEach(
            item -> {
              if (wanted.contains(key.get().value(item))) {
                named.add(item);
              }
            });
    named.sort(java.util.Comparator.comparingInt(item -> wanted.indexOf(key.get().value(item))));
    ArrayNode items = Json.array();
    int next = 0;
    for (JsonNode item : target.path(field)) {
      items.add(wanted.contains(key.get().value(item)) ? named.get(next++) : item);
    }
    target.set(field, items);
  }

  private static int indexOf(List<JsonNode> items, String key, JsonNode value) {
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).path(key).equals(value)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean replaces(ArrayNode patch) {
    for (JsonNode item : patch) {
      if (item.path(DIRECTIVE).asText("").equals("replace")) {
        return true;
      }
    }
    return false;
  }

  private static void addUnlessDirective(ArrayNode items, JsonNode item) {
    if (!item.path(DIRECTIVE).asText("").equals("replace") || item.size() > 1) {
      items.add(item);
    }
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
