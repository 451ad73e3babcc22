package dev.cnilab.cluster.apiserver.validation.field;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.cost.Budget;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * One object's validation: its errors, and the items of its lists by their names. A list is gone
 * through once, however often something is looked up in it: by each of thousands of mounts, for
 * example.
 *
 * @param errors in the order in which they are found
 * @param names of the items of lists, with the index of the first one, by where an item has its
 *     name
 */
record ValidationRun(
    List<FieldError> errors, Map<JsonNode, Map<String, Map<String, Integer>>> names) {
  static ValidationRun reportingTo(List<FieldError> errors) {
    return new ValidationRun(errors, new IdentityHashMap<>());
  }

  /** The same, but errors go elsewhere. */
  ValidationRun collecting(List<FieldError> elsewhere) {
    return new ValidationRun(elsewhere, names);
  }

  void report(FieldError error) {
    Budget.charge(Budget.ofError(error.body().length()));
    errors.add(error);
  }

  /**
   * The index of the first item with a name; -1 if there is none.
   *
   * @param pointer where an item has its name, such as {@code /metadata/name}
   */
  int first(JsonNode list, String pointer, String name) {
    return names
        .computeIfAbsent(list, unknown -> new HashMap<>())
        .computeIfAbsent(pointer, unknown -> firsts(list, JsonPointer.compile(pointer)))
        .getOrDefault(name, -1);
  }

  private static Map<String, Integer> firsts(JsonNode list, JsonPointer pointer) {
    Map<String, Integer> firsts = new HashMap<>();
    for (int i = 0; i < list.size(); i++) {
      firsts.putIfAbsent(list.path(i).at(pointer).asText(""), i);
    }
    return firsts;
  }
}
