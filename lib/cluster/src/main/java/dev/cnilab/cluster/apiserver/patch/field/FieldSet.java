package dev.cnilab.cluster.apiserver.patch.field;

import com.fasterxml.jackson.core.io.CharTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.apiserver.schema.AtomicFields;
import dev.cnilab.cluster.apiserver.schema.MergeKey;
import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.object.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a manager, in the form of {@code FieldsV1}: {@code f:NAME} for a field, {@code
 * k:{KEYS}} for an item of a list with keys, {@code v:VALUE} for a member of a set.
 */
public final class FieldSet {
  /** What it costs to own a field: a few objects, some of them only for a while. */
  private static final long FIELD = Budget.OBJECT / 2;

  private static final JsonNode TCP = TextNode.valueOf("TCP");

  private FieldSet() {}

  /** The fields of an applied configuration. */
  public static ObjectNode of(Schema type, ObjectNode applied) {
    ObjectNode set = Json.object();
    applied
        .properties()
        .forEach(
            entry -> {
              Budget.charge(FIELD);
              String name = entry.getKey();
              Schema field = fieldType(type, name);
              set.set("f:" + name, ofValue(type, name, field, entry.getValue()));
            });
    return set;
  }

  /**
   * The fields of a new object, {@linkplain #sorted sorted}, with the lists and maps that are new
   * with it.
   */
  public static ObjectNode ofNew(Schema type, ObjectNode object) {
    return complete(type, of(type, object));
  }

  private static ObjectNode complete(Schema type, JsonNode set) {
    if (OwnedFields.isLeaf(set)) {
      return Json.object();
    }
    ObjectNode complete = Json.object();
    set.properties().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry -> {
              String part = entry.getKey();
              ObjectNode inner = complete(within(type, part), entry.getValue());
              boolean isNew = !inner.isEmpty() && part.startsWith("f:") && isCollection(type, part);
              complete.set(part, isNew ? withItself(inner) : inner);
            });
    return complete;
  }

  private static ObjectNode withItself(ObjectNode set) {
    ObjectNode with = Json.object();
    with.putObject(OwnedFields.ITSELF);
    return with.setAll(set);
  }

  /** In the order in which Kubernetes writes a set, regardless of the fields' own order. */
  public static ObjectNode sorted(JsonNode set) {
    if (set.isEmpty() && set instanceof ObjectNode leaf) {
      return leaf;
    }
    ObjectNode sorted = Json.object();
    set.properties().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> sorted.set(entry.getKey(), sorted(entry.getValue())));
    return sorted;
  }

  private static ObjectNode ofValue(Schema owner, String name, Schema type, JsonNode value) {
    if (AtomicFields.is(owner, name)) {
      return Json.object();
    }
    if (value instanceof ObjectNode object && !object.isEmpty()) {
      return of(type, object);
    }
    Optional<MergeKey> key = key(owner, name);
    ObjectNode set = Json.object();
    if (value instanceof ArrayNode items && key.isPresent()) {
      for (JsonNode item : items) {
        Budget.charge(FIELD);
        if (key.get().isSet()) {
          set.putObject(memberName(item));
        } else if (AtomicFields.is(itemType(type))) {
          set.putObject(itemName(key.get(), item));
        } else {
          ObjectNode fields = of(itemType(type), (ObjectNode) item);
          set.set(itemName(key.get(), item), fields.set(".", Json.object()));
        }
      }
    }
    return set;
  }

  /** Removes from {@code target} the fields that are in {@code before} but not in {@code now}. */
  public static void removeDropped(
      Schema type, ObjectNode target, ObjectNode before, JsonNode now) {
    before
        .properties()
        .forEach(
            entry -> {
              if (!entry.getKey().startsWith("f:")) {
                return;
              }
              String name = entry.getKey().substring(2);
              ObjectNode inner = (ObjectNode) entry.getValue();
              JsonNode kept = now.path(entry.getKey());
              if (kept.isMissingNode() && inner.isEmpty()) {
                target.remove(name);
              } else if (target.get(name) instanceof ObjectNode object) {
                removeDropped(fieldType(type, name), object, inner, kept);
                if (object.isEmpty()) {
                  target.remove(name);
                }
              } else if (target.get(name) instanceof ArrayNode items) {
                key(type, name)
                    .ifPresent(
                        key ->
                            target.set(
                                name, remaining(key, fieldType(type, name), items, inner, kept)));
              }
            });
  }

  /** Removes from {@code target} what is replaced as a whole by a configuration. */
  public static void removeReplaced(Schema type, ObjectNode target, ObjectNode applied) {
    applied
        .properties()
        .forEach(
            entry -> {
              String name = entry.getKey();
              JsonNode before = target.path(name);
              Schema field = fieldType(type, name);
              if (AtomicFields.is(type, name)) {
                target.remove(name);
              } else if (entry.getValue() instanceof ObjectNode object
                  && before instanceof ObjectNode inner) {
                removeReplaced(field, inner, object);
              } else if (entry.getValue() instanceof ArrayNode items) {
                key(type, name)
                    .filter(key -> !key.isSet())
                    .ifPresent(key -> removeReplaced(key, itemType(field), before, items));
              }
            });
  }

  private static void removeReplaced(
      MergeKey key, Schema type, JsonNode target, ArrayNode applied) {
    Map<String, List<ObjectNode>> before = new HashMap<>();
    for (JsonNode item : target) {
      if (item instanceof ObjectNode object) {
        before.computeIfAbsent(itemName(key, item), name -> new ArrayList<>()).add(object);
      }
    }
    for (JsonNode item : applied) {
      if (item instanceof ObjectNode object) {
        for (ObjectNode inner : before.getOrDefault(itemName(key, item), List.of())) {
          if (AtomicFields.is(type)) {
            inner.retain(key.fields());
          } else {
            removeReplaced(type, inner, object);
          }
        }
      }
    }
  }

  /**
   * Whether a part of a path leads to a map with free keys, or to a list with keys that may be
   * absent. What is never absent, such as a pod's containers, has no manager.
   */
  static boolean isCollection(Schema type, String part) {
    String name = part.substring(2);
    return within(type, part) instanceof Schema.MapOf
        || (type instanceof Struct struct
            && key(struct, name).isPresent()
            && struct
                .field(name)
                .filter(field -> field.presence() == Struct.Presence.OPTIONAL)
                .isPresent());
  }

  /** The type of what a part of a path leads to. */
  static Schema within(Schema type, String part) {
    return part.startsWith("f:") ? fieldType(type, part.substring(2)) : itemType(type);
  }

  private static ArrayNode remaining(
      MergeKey key, Schema list, ArrayNode items, ObjectNode before, JsonNode now) {
    ArrayNode remaining = Json.array();
    for (JsonNode item : items) {
      String name = key.isSet() ? memberName(item) : itemName(key, item);
      if (!before.has(name)) {
        remaining.add(item);
      } else if (now.has(name)) {
        if (item instanceof ObjectNode object) {
          removeDropped(itemType(list), object, (ObjectNode) before.get(name), now.get(name));
        }
        remaining.add(item);
      }
    }
    return remaining;
  }

  private static String memberName(JsonNode item) {
    StringBuilder name = new StringBuilder("v:");
    append(name, item);
    return name.toString();
  }

  private static String itemName(MergeKey key, JsonNode item) {
    StringBuilder name = new StringBuilder("k:");
    char before = '{';
    for (String field : key.fields()) {
      JsonNode value = item.path(field);
      if (!value.isMissingNode() || field.equals("protocol")) {
        name.append(before).append('"').append(field).append("\":");
        append(name, value.isMissingNode() ? TCP : value);
        before = ',';
      }
    }
    return name.append(before == '{' ? "{}" : "}").toString();
  }

  /** As a tree writes itself, which takes a generator for each value. */
  private static void append(StringBuilder name, JsonNode value) {
    if (value.isTextual()) {
      name.append('"');
      CharTypes.appendQuoted(name, value.textValue());
      name.append('"');
    } else {
      name.append(value);
    }
  }

  private static Optional<MergeKey> key(Schema type, String field) {
    return type instanceof Struct struct ? MergeKey.of(struct, field) : Optional.empty();
  }

  private static Schema itemType(Schema list) {
    return list instanceof Schema.ListOf items ? items.items() : Schema.Scalar.ANY;
  }

  private static Schema fieldType(Schema type, String name) {
    return switch (type) {
      case Struct struct -> struct.field(name).map(Struct.Field::type).orElse(Schema.Scalar.ANY);
      case Schema.MapOf map -> map.values();
      default -> Schema.Scalar.ANY;
    };
  }
}
