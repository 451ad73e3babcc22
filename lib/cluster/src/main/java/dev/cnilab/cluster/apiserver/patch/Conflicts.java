package dev.cnilab.cluster.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The fields that one manager wants to change and another one owns. */
final class Conflicts {
  /** A field and its manager. */
  private record Conflict(String manager, ManagedFieldPath field) {}

  private final List<Conflict> all = new ArrayList<>();

  /**
   * Compares with the fields of another manager.
   *
   * @param entry of {@code managedFields}
   * @param object as it is
   * @param applied as it will be
   * @param fields of the applied configuration
   * @return the other manager's fields that would change
   */
  List<ManagedFieldPath> compare(
      JsonNode entry, JsonNode object, JsonNode applied, JsonNode fields) {
    List<ManagedFieldPath> changed = new ArrayList<>();
    List<ManagedFieldPath> wanted = ManagedFieldPath.leaves(fields);
    for (ManagedFieldPath theirs : ManagedFieldPath.leaves(entry.path("fieldsV1"))) {
      if (wanted.contains(theirs)) {
        Optional<JsonNode> before = theirs.in(object);
        if (before.isPresent() && !before.equals(theirs.in(applied))) {
          changed.add(theirs);
          all.add(new Conflict(name(entry), theirs));
        }
      }
    }
    return changed;
  }

  /**
   * Whether all of them are fields that a configuration sets and whose values are still the ones it
   * sets.
   */
  boolean areWithin(JsonNode configuration, JsonNode object) {
    return all.stream()
        .map(Conflict::field)
        .allMatch(
            field ->
                field.in(configuration).isPresent()
                    && field.in(configuration).equals(field.in(object)));
  }

  private static String name(JsonNode entry) {
    String subresource = entry.path("subresource").asText();
    String quoted =
        "\""
            + entry.path("manager").asText()
            + "\""
            + (subresource.isEmpty() ? "" : " with subresource \"" + subresource + "\"");
    return entry.path("operation").asText().equals("Update")
        ? quoted + " using " + entry.path("apiVersion").asText()
        : quoted;
  }

  /**
   * Checks that there are no conflicts.
   *
   * @throws ApiException 409 with all of them
   */
  void requireNone() {
    if (all.isEmpty()) {
      return;
    }
    ObjectNode details = Json.object();
    ArrayNode causes = details.putArray("causes");
    all.forEach(
        conflict ->
            causes
                .addObject()
                .put("reason", "FieldManagerConflict")
                .put("message", "conflict with " + conflict.manager())
                .put("field", conflict.field().toString()));
    throw new ApiException(new ApiStatus(409, "Conflict", message(), details));
  }

  private String message() {
    if (all.size() == 1) {
      return "Apply failed with 1 conflict: conflict with "
          + all.getFirst().manager()
          + ": "
          + all.getFirst().field();
    }
    return "Apply failed with "
        + all.size()
        + " conflicts: "
        + all.stream()
            .collect(Collectors.groupingBy(Conflict::manager, TreeMap::new, Collectors.toList()))
            .entrySet()
            .stream()
            .map(
                manager ->
                    "conflicts with "
                        + manager.getKey()
                        + ":\n"
                        + manager.getValue().stream()
                            .map(conflict -> "- " + conflict.field())
                            .collect(Collectors.joining("\n")))
            .collect(Collectors.joining("\n"));
  }
}
