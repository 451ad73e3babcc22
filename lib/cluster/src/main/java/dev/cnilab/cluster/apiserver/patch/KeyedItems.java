package dev.cnilab.cluster.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Items in their order, the first of each identity found without looking at the others: a list of
 * ten thousand items is merged with one of as many.
 */
final class KeyedItems {
  private final Function<JsonNode, String> identity;
  private final List<@Nullable JsonNode> items = new ArrayList<>();
  private final Map<String, Deque<Integer>> places = new HashMap<>();

  /**
   * Those of a list.
   *
   * @param identity asked once for each item
   */
  KeyedItems(Iterable<JsonNode> list, Function<JsonNode, String> identity) {
    this.identity = identity;
    list.forEach(this::add);
  }

  /** Adds an item at the end. */
  void add(JsonNode item) {
    places.computeIfAbsent(identity.apply(item), key -> new ArrayDeque<>()).add(items.size());
    items.add(item);
  }

  /** Removes the first item of an identity. */
  Optional<JsonNode> take(String key) {
    Deque<Integer> found = places.get(key);
    return found == null || found.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(items.set(found.remove(), null));
  }

  /** Removes all items of some identities. */
  void removeAll(Collection<String> keys) {
    for (String key : keys) {
      Deque<Integer> found = places.remove(key);
      if (found != null) {
        found.forEach(place -> items.set(place, null));
      }
    }
  }

  /** The items that have not been removed. */
  List<JsonNode> left() {
    return items.stream().filter(Objects::nonNull).map(JsonNode.class::cast).toList();
  }

  /** The place of the first item of each identity. */
  static Map<String, Integer> firstPlaces(
      Iterable<JsonNode> list, Function<JsonNode, String> identity) {
    Map<String, Integer> first = new HashMap<>();
    int place = 0;
    for (JsonNode item : list) {
      first.putIfAbsent(identity.apply(item), place++);
    }
    return first;
  }
}
