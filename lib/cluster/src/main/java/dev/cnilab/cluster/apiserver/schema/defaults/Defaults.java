package dev.cnilab.cluster.apiserver.schema.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.apiserver.schema.Schema.ListOf;
import dev.cnilab.cluster.apiserver.schema.Schema.MapOf;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.apiserver.schema.ZeroValues;
import dev.cnilab.cluster.object.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills in what an object leaves out: the fixed values of {@code defaults.txt}, which are those of
 * Kubernetes' {@code pkg/apis/.../defaults.go}, the computed ones of {@link ComputedDefaults}, and
 * the {@link ZeroValues} that Go writes.
 */
public final class Defaults {
  private static final Map<String, List<Default>> FIXED = read();

  private Defaults() {}

  /** A line: the value of a field, given that another field has this value. */
  private record Default(String field, JsonNode value, String other, String otherValue) {
    void apply(ObjectNode object) {
      if (!object.has(field)
          && (other.isEmpty() || object.path(other).asText("").equals(otherValue))) {
        Budget.charge(Budget.OBJECT);
        object.set(field, value.deepCopy());
      }
    }
  }

  /** Completes an object of a type in place. */
  public static void apply(Struct type, ObjectNode object) {
    FIXED.getOrDefault(type.name(), List.of()).forEach(line -> line.apply(object));
    ComputedDefaults.apply(type.name(), object);
    ZeroValues.of(type).complete(object);
    object
        .properties()
        .forEach(
            entry ->
                type.field(entry.getKey())
                    .ifPresent(field -> descend(field.type(), entry.getValue())));
  }

  private static void descend(Schema type, JsonNode value) {
    switch (type) {
      case Struct struct when value instanceof ObjectNode object -> apply(struct, object);
      case ListOf list -> value.forEach(item -> descend(list.items(), item));
      case MapOf map -> value.forEach(item -> descend(map.values(), item));
      default -> {}
    }
  }

  private static Map<String, List<Default>> read() {
    Map<String, List<Default>> defaults = new HashMap<>();
    for (String line : Schemas.lines("defaults.txt")) {
      String[] words = line.split(" ", -1);
      int dot = words[0].lastIndexOf('.');
      String[] condition = words.length < 3 ? new String[] {"", ""} : words[2].split("=", 2);
      defaults
          .computeIfAbsent(words[0].substring(0, dot), type -> new ArrayList<>())
          .add(
              new Default(
                  words[0].substring(dot + 1), Json.parse(words[1]), condition[0], condition[1]));
    }
    return defaults;
  }
}
