package dev.cnilab.cluster.apiserver.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON trees as the store keeps them: they are immutable, and equal parts with the same order of
 * fields are one and the same tree. Most of an object equals its version before and others of its
 * kind; the pods of a Deployment differ in names, addresses and times.
 *
 * <p>Only recently seen parts are known: each has a slot by its hash, and the next one with that
 * slot replaces it. None is kept for its own sake: it may be large.
 */
final class SharedTrees {
  private static final int PLACES = 1 << 14;

  private final @Nullable Reference<?>[] trees = new Reference<?>[PLACES];
  private final @Nullable Reference<?>[] names = new Reference<?>[PLACES >> 4];

  /**
   * The same tree in stored form.
   *
   * @param before what it replaces, in stored form; its equal parts are reused
   */
  JsonNode share(JsonNode tree, @Nullable JsonNode before) {
    if (before != null && tree.equals(before)) {
      return before;
    }
    JsonNode shared =
        switch (tree) {
          case ObjectNode object -> object(object, before);
          case ArrayNode array -> array(array, before);
          default -> tree;
        };
    int place = place(shared.hashCode(), trees.length);
    if (known(trees, place) instanceof JsonNode known && isSame(shared, known)) {
      return known;
    }
    trees[place] = new WeakReference<>(shared);
    return shared;
  }

  /**
   * Whether two trees of shared parts are identical: the order of an object's fields counts,
   * because some texts of an object are compared byte by byte.
   */
  @SuppressWarnings("ReferenceEquality") // shared parts are identical
  private static boolean isSame(JsonNode one, JsonNode other) {
    if (!one.isContainerNode()) {
      return one.equals(other);
    }
    if (one.getNodeType() != other.getNodeType() || one.size() != other.size()) {
      return false;
    }
    Iterator<String> names = one.fieldNames();
    Iterator<String> otherNames = other.fieldNames();
    while (names.hasNext()) {
      if (!names.next().equals(otherNames.next())) {
        return false;
      }
    }
    Iterator<JsonNode> parts = one.iterator();
    Iterator<JsonNode> otherParts = other.iterator();
    while (parts.hasNext()) {
      JsonNode part = parts.next();
      JsonNode otherPart = otherParts.next();
      if (part != otherPart && (part.isContainerNode() || !part.equals(otherPart))) {
        return false;
      }
    }
    return true;
  }

  private JsonNode object(ObjectNode object, @Nullable JsonNode before) {
    String[] keys = new String[object.size()];
    JsonNode[] values = new JsonNode[keys.length];
    int i = 0;
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      keys[i] = field.getKey();
      values[i++] = share(field.getValue(), before == null ? null : before.get(field.getKey()));
    }
    return new ObjectNode(JsonNodeFactory.instance, fields(keys, values));
  }

  private Map<String, JsonNode> fields(String[] keys, JsonNode[] values) {
    if (keys.length <= FewFields.MOST) {
      return new FewFields(names(keys), values);
    }
    Map<String, JsonNode> many = LinkedHashMap.newLinkedHashMap(keys.length);
    for (int i = 0; i < keys.length; i++) {
      many.put(keys[i], values[i]);
    }
    return Collections.unmodifiableMap(many);
  }

  private String[] names(String[] keys) {
    int place = place(Arrays.hashCode(keys), names.length);
    if (known(names, place) instanceof String[] known && Arrays.equals(keys, known)) {
      return known;
    }
    names[place] = new WeakReference<>(keys);
    return keys;
  }

  private static @Nullable Object known(@Nullable Reference<?>[] all, int place) {
    Reference<?> known = all[place];
    return known == null ? null : known.get();
  }

  private JsonNode array(ArrayNode array, @Nullable JsonNode before) {
    JsonNode[] values = new JsonNode[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = share(array.get(i), before == null ? null : before.get(i));
    }
    return new ArrayNode(JsonNodeFactory.instance, List.of(values));
  }

  private static int place(int hash, int places) {
    return (hash ^ hash >>> 16 ^ hash >>> 8) & places - 1;
  }
}
