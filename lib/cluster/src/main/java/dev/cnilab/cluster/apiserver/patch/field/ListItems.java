package dev.cnilab.cluster.apiserver.patch.field;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.object.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The items of a list by their keys or values. All items are looked at once for each choice of
 * keys, of which a list of a known type has one; then each is found without looking at the others.
 */
final class ListItems {
  /** What it costs to look at an item: it takes several calls. */
  private static final int LOOK = 4;

  private static final String VALUES = "v:";

  private final ArrayNode list;
  private final Map<String, Map<String, JsonNode>> indices = new HashMap<>();

  ListItems(ArrayNode list) {
    this.list = list;
  }

  /**
   * The first item that a part of a path stands for; a missing node if there is none.
   *
   * @param part {@code k:{KEYS}} or {@code v:VALUE}
   */
  JsonNode find(String part) {
    JsonNode wanted = Json.parse(part.substring(2));
    if (!part.startsWith("k:")) {
      return index(VALUES, List.of()).getOrDefault(Json.key(wanted), MissingNode.getInstance());
    }
    List<String> keys = wanted.properties().stream().map(Map.Entry::getKey).toList();
    return index(part.substring(0, 2) + String.join("\0", keys), keys)
        .getOrDefault(identity(keys, wanted).orElseThrow(), MissingNode.getInstance());
  }

  private Map<String, JsonNode> index(String name, List<String> keys) {
    return indices.computeIfAbsent(name, unknown -> name.equals(VALUES) ? values() : items(keys));
  }

  private Map<String, JsonNode> values() {
    Map<String, JsonNode> items = new HashMap<>();
    for (JsonNode item : list) {
      Budget.charge(LOOK);
      if (item.isValueNode()) {
        items.putIfAbsent(Json.key(item), item);
      }
    }
    return items;
  }

  private Map<String, JsonNode> items(List<String> keys) {
    Map<String, JsonNode> items = new HashMap<>();
    for (JsonNode item : list) {
      Budget.charge(LOOK);
      identity(keys, item).ifPresent(identity -> items.putIfAbsent(identity, item));
    }
    return items;
  }

  /** The values of an item's keys; empty if it lacks one. Only a protocol has a default. */
  private static Optional<String> identity(List<String> keys, JsonNode item) {
    List<String> values = new ArrayList<>();
    for (String key : keys) {
      JsonNode value = item.path(key);
      if (value.isMissingNode() && !key.equals("protocol")) {
        return Optional.empty();
      }
      values.add(value.isMissingNode() ? "\"TCP\"" : Json.key(value));
    }
    return Optional.of(String.join(",", values));
  }
}
