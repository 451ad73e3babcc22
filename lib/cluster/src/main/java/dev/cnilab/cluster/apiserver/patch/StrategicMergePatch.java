package dev.cnilab.cluster.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.schema.MergeKey;
import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.object.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Strategic merge patch: a merge patch that merges lists with a merge key item by item. After
 * apimachinery's {@code util/strategicpatch}.
 */
public final class StrategicMergePatch {
  private static final String DIRECTIVE = "$patch";
  private static final String DELETE_FROM_LIST = "$deleteFromPrimitiveList/";
  private static final String SET_ORDER = "$setElementOrder/";
  private static final String RETAIN_KEYS = "$retainKeys";

  /** How two lists become one. */
  private enum Merging {
    /** By the first key; new items come before those that the patch does not name. */
    PATCH,
    /** By all keys; new items come last. */
    APPLY;

    private String identity(MergeKey key, JsonNode item) {
      return this == PATCH ? key.value(item) : key.values(item);
    }
  }

  private final Merging merging;

  private StrategicMergePatch(Merging merging) {
    this.merging = merging;
  }

  /** The patched tree; {@code target} may be changed in the process. */
  public static ObjectNode apply(Struct type, ObjectNode target, ObjectNode patch) {
    return new StrategicMergePatch(Merging.PATCH).patch(type, target, patch);
  }

  /**
   * The tree with an applied configuration merged into it; {@code target} may be changed in the
   * process.
   */
  static ObjectNode merge(Struct type, ObjectNode target, ObjectNode applied) {
    return new StrategicMergePatch(Merging.APPLY).patch(type, target, applied);
  }

  private ObjectNode patch(Struct type, ObjectNode target, ObjectNode patch) {
    String directive = patch.path(DIRECTIVE).asText("");
    if (directive.equals("replace")) {
      ObjectNode replacement = patch.deepCopy();
      replacement.remove(DIRECTIVE);
      return replacement;
    }
    if (directive.equals("delete")) {
      return Json.object();
    }
    if (patch.has(DIRECTIVE) && !directive.equals("merge")) {
      throw failure("unknown patch type: %s in map: %s".formatted(directive, GoMap.text(patch)));
    }
    if (patch.get(RETAIN_KEYS) instanceof ArrayNode keys) {
      target.retain(new HashSet<>(texts(keys)));
    } else if (patch.has(RETAIN_KEYS)) {
      throw ApiErrors.badRequest("invalid patch format of retainKeys");
    }
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      applyField(type, target, patch, field.getKey(), field.getValue());
    }
    return target;
  }

  private void applyField(
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
      target.set(name, mergeObject(type, name, old, changes));
    } else if (value instanceof ArrayNode items) {
      target.set(name, list(type, name, target.path(name), items));
      if (patch.has(SET_ORDER + name)) {
        order(type, target, name, patch.get(SET_ORDER + name));
      }
    } else {
      target.set(name, value);
    }
  }

  /** A map with free keys, or anything else without known fields, is merged as by a merge patch. */
  private JsonNode mergeObject(Struct type, String field, ObjectNode old, ObjectNode changes) {
    return type.field(field).map(Struct.Field::type).orElse(Schema.Scalar.ANY)
            instanceof Struct struct
        ? patch(struct, old, changes)
        : MergePatch.apply(old, changes);
  }

  private JsonNode list(Struct type, String field, JsonNode old, ArrayNode patch) {
    Optional<MergeKey> key = MergeKey.of(type, field);
    if (key.isEmpty() || replaces(patch)) {
      ArrayNode items = Json.array();
      patch.forEach(item -> addUnlessDirective(items, item));
      return items;
    }
    if (key.get().isSet()) {
      return union(old, patch);
    }
    boolean ofObjects = items(patch).stream().allMatch(JsonNode::isObject);
    if (!ofObjects && !old.isEmpty()) {
      throw failure(
          "list element types are not identical: [%s %s]"
              .formatted(GoMap.text(old), GoMap.text(patch)));
    }
    if (merging == Merging.PATCH && ofObjects && !old.isMissingNode()) {
      patch.forEach(item -> requireKey(key.get(), item));
    }
    return !ofObjects
        ? union(old, patch)
        : byKey(itemType(type, field), item -> merging.identity(key.get(), item), old, patch);
  }

  private static void requireKey(MergeKey key, JsonNode item) {
    if (!item.has(key.first())) {
      throw failure(
          "map: %s does not contain declared merge key: %s"
              .formatted(GoMap.text(item), key.first()));
    }
  }

  /** A patch that can't be merged is an error without a reason, as in a real server. */
  private static ApiException failure(String why) {
    return new ApiException(new ApiStatus(500, "", why, Json.object()));
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

  /** A key that the patch has twice is merged twice: kubectl debug sends the like. */
  private ArrayNode byKey(
      Struct type, Function<JsonNode, String> identity, JsonNode old, ArrayNode patch) {
    Map<String, Integer> order = KeyedItems.firstPlaces(old, identity);
    KeyedItems left = new KeyedItems(old, identity);
    KeyedItems patched = new KeyedItems(List.of(), identity);
    for (JsonNode change : patch) {
      String key = identity.apply(change);
      ObjectNode base =
          (ObjectNode) patched.take(key).or(() -> left.take(key)).orElseGet(Json::object);
      if (!change.path(DIRECTIVE).asText("").equals("delete")) {
        patched.add(patch(type, base, (ObjectNode) change));
      }
    }
    return merged(order, left.left(), patched.left(), identity);
  }

  private ArrayNode union(JsonNode old, ArrayNode patch) {
    KeyedItems left = new KeyedItems(old, Json::key);
    left.removeAll(patch.valueStream().map(Json::key).toList());
    return merged(KeyedItems.firstPlaces(old, Json::key), left.left(), items(patch), Json::key);
  }

  /**
   * Merges the existing items with the patch's. Existing items keep their order.
   *
   * @param order the place of each existing item before
   */
  private ArrayNode merged(
      Map<String, Integer> order,
      List<JsonNode> left,
      List<JsonNode> patched,
      Function<JsonNode, String> identity) {
    int absent = merging == Merging.APPLY ? Integer.MAX_VALUE : -1;
    Deque<JsonNode> waiting = new ArrayDeque<>(left);
    ArrayNode items = Json.array();
    for (JsonNode item : patched) {
      int place = order.getOrDefault(identity.apply(item), absent);
      while (!waiting.isEmpty()
          && order.getOrDefault(identity.apply(waiting.element()), absent) < place) {
        items.add(waiting.poll());
      }
      items.add(item);
    }
    return items.addAll(waiting);
  }

  private static List<JsonNode> items(JsonNode list) {
    List<JsonNode> items = new ArrayList<>();
    list.forEach(items::add);
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

  /**
   * Puts the items that the order names into that order, each after the unnamed ones that preceded
   * it.
   */
  private static void order(Struct type, ObjectNode target, String field, JsonNode order) {
    Optional<MergeKey> key = MergeKey.of(type, field);
    if (key.isEmpty() || !(order instanceof ArrayNode)) {
      return;
    }
    Map<String, Integer> wanted = KeyedItems.firstPlaces(order, key.get()::value);
    List<JsonNode> named = new ArrayList<>();
    for (JsonNode item : target.path(field)) {
      if (wanted.containsKey(key.get().value(item))) {
        named.add(item);
      }
    }
    named.sort(Comparator.comparing(item -> wanted.get(key.get().value(item))));
    ArrayNode items = Json.array();
    int next = 0;
    for (JsonNode item : target.path(field)) {
      items.add(wanted.containsKey(key.get().value(item)) ? named.get(next++) : item);
    }
    target.set(field, items);
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
