package dev.cnilab.cluster.apiserver.patch.field;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.object.Json;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is done with sets of fields in the form of {@code FieldsV1}. Each set is gone through once,
 * together with the object or the other set, whatever their sizes. A set is not changed, unless it
 * is said; what stays as it was is shared.
 */
public final class OwnedFields {
  /** The entry for a map or an item as such, apart from its fields. */
  static final String ITSELF = ".";

  private OwnedFields() {}

  /** Whether a set has no fields within its root. */
  public static boolean isLeaf(JsonNode set) {
    return set.isEmpty() || (set.size() == 1 && set.has(ITSELF));
  }

  /** Whether a part of a set's path is a field or an item. */
  public static boolean isPart(String part) {
    return !part.equals(ITSELF);
  }

  /** The fields of a set that have no fields within and whose values differ. */
  public static ObjectNode changed(JsonNode set, FieldValue before, FieldValue after) {
    ObjectNode changed = Json.object();
    for (Map.Entry<String, JsonNode> entry : set.properties()) {
      String part = entry.getKey();
      if (isPart(part)) {
        FieldValue was = before.child(part);
        if (was.isMissing()) {
          changed.set(part, parts(entry.getValue()));
          continue;
        }
        FieldValue is = after.child(part);
        ObjectNode inner = changed(entry.getValue(), was, is);
        if (!inner.isEmpty() || (isLeaf(entry.getValue()) && !was.json().equals(is.json()))) {
          changed.set(part, inner);
        }
      }
    }
    return changed;
  }

  /** All parts of a set: each of them is new. */
  private static ObjectNode parts(JsonNode set) {
    if (set.isEmpty() && set instanceof ObjectNode leaf) {
      return leaf;
    }
    ObjectNode parts = Json.object();
    for (Map.Entry<String, JsonNode> entry : set.properties()) {
      if (isPart(entry.getKey())) {
        parts.set(entry.getKey(), parts(entry.getValue()));
      }
    }
    return parts;
  }

  /** Whether a set has the fields of another, by themselves or with fields within. */
  public static boolean contains(JsonNode set, JsonNode others) {
    for (Map.Entry<String, JsonNode> other : others.properties()) {
      JsonNode inner = set.get(other.getKey());
      if (inner == null || !contains(inner, other.getValue())) {
        return false;
      }
    }
    return true;
  }

  /**
   * A set without the fields that an object lacks.
   *
   * @param touched the object's own fields that are worth a look
   */
  public static ObjectNode withoutAbsent(ObjectNode set, FieldValue object, Set<String> touched) {
    return orEmpty(
        replaced(
            set,
            (part, inner) ->
                part.length() > 2 && touched.contains(part.substring(2))
                    ? present(inner, object.child(part))
                    : inner));
  }

  private static @Nullable JsonNode present(JsonNode set, FieldValue value) {
    JsonNode left =
        isLeaf(set) ? set : replaced(set, (part, inner) -> present(inner, value.child(part)));
    return left != null && isLeaf(left) && value.isMissing() ? null : left;
  }

  /** A set without others, whose parents stay if they are in the set by themselves. */
  public static ObjectNode without(ObjectNode set, JsonNode others) {
    return orEmpty(lessened(set, others));
  }

  private static @Nullable JsonNode lessened(JsonNode set, JsonNode others) {
    return replaced(
        set,
        (part, inner) -> {
          JsonNode lost = others.get(part);
          return lost == null ? inner : isLeaf(lost) ? null : lessened(inner, lost);
        });
  }

  private static ObjectNode orEmpty(@Nullable JsonNode set) {
    return set instanceof ObjectNode left ? left : Json.object();
  }

  /**
   * A set with each of its parts replaced.
   *
   * @param change from a part and what is within; null if the part is removed
   * @return the same set if nothing has changed, null if all has been removed
   */
  @SuppressWarnings("ReferenceEquality") // what has not changed is the same
  private static @Nullable JsonNode replaced(
      JsonNode set, BiFunction<String, JsonNode, @Nullable JsonNode> change) {
    ObjectNode copy = null;
    for (Map.Entry<String, JsonNode> entry : set.properties()) {
      String part = entry.getKey();
      JsonNode left = isPart(part) ? change.apply(part, entry.getValue()) : entry.getValue();
      if (left != entry.getValue()) {
        copy = copy == null ? Json.object().setAll((ObjectNode) set) : copy;
        if (left == null) {
          copy.remove(part);
        } else {
          copy.set(part, left);
        }
      }
    }
    if (copy == null) {
      return set;
    }
    if (copy.size() == 1) {
      copy.remove(ITSELF); // alone, it is not written
      return copy;
    }
    return copy.isEmpty() ? null : copy;
  }

  /** Removes the fields of another set, and all their parents, in place. */
  public static void release(ObjectNode set, JsonNode others) {
    for (Map.Entry<String, JsonNode> other : others.properties()) {
      String part = other.getKey();
      if (!isPart(part)) {
        continue;
      }
      set.remove(ITSELF);
      if (isLeaf(other.getValue())) {
        set.remove(part);
      } else if (set.get(part) instanceof ObjectNode inner) {
        release(inner, other.getValue());
        if (inner.isEmpty()) {
          set.remove(part);
        }
      }
    }
  }

  /**
   * Adds fields in place, and the lists and maps around them that are new.
   *
   * @param type of what the set is about
   * @param before as it was before it got the fields
   */
  public static void add(ObjectNode set, JsonNode fields, Schema type, FieldValue before) {
    for (Map.Entry<String, JsonNode> field : fields.properties()) {
      String part = field.getKey();
      ObjectNode inner = set.get(part) instanceof ObjectNode known ? known : set.putObject(part);
      if (!isLeaf(field.getValue())) {
        FieldValue was = before.child(part);
        if (was.isMissing() && (part.startsWith("k:") || FieldSet.isCollection(type, part))) {
          inner.putObject(ITSELF);
        }
        add(inner, field.getValue(), FieldSet.within(type, part), was);
      }
    }
  }
}
