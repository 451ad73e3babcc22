package dev.cnilab.cluster.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.cost.Budget;
import dev.cnilab.cluster.apiserver.patch.field.FieldValue;
import dev.cnilab.cluster.apiserver.patch.field.OwnedFields;
import dev.cnilab.cluster.apiserver.patch.field.OwnedPath;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.object.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The fields that one manager wants to change and another one owns. */
final class Conflicts {
  /** A field and its manager. */
  private record Conflict(String manager, OwnedPath field) {}

  private final Values values;
  private final List<Conflict> all = new ArrayList<>();
  private boolean ownFormerWork = true;

  /**
   * No conflicts are known yet.
   *
   * @param object as it is
   * @param applied as it will be
   * @param former the configuration that the manager has set in another way; missing if there is
   *     none
   */
  Conflicts(JsonNode object, JsonNode applied, JsonNode former) {
    this.values = new Values(FieldValue.of(object), FieldValue.of(applied), FieldValue.of(former));
  }

  /** The same field as it is, as it will be, and as the manager has set it in another way. */
  private record Values(FieldValue object, FieldValue applied, FieldValue former) {
    Values child(String part) {
      return new Values(object.child(part), applied.child(part), former.child(part));
    }

    boolean conflict() {
      return !object.isMissing() && !object.json().equals(applied.json());
    }

    boolean isFormerWork() {
      return object.json().equals(former.json());
    }
  }

  /**
   * Compares with the fields of another manager.
   *
   * @param entry of {@code managedFields}
   * @param fields of the applied configuration
   * @return the set of the other manager's fields that would change
   */
  ObjectNode compare(JsonNode entry, JsonNode fields) {
    return compare(name(entry), entry.path("fieldsV1"), fields, null, values);
  }

  private ObjectNode compare(
      String manager, JsonNode theirs, JsonNode wanted, @Nullable OwnedPath within, Values here) {
    ObjectNode changed = Json.object();
    for (Map.Entry<String, JsonNode> entry : theirs.properties()) {
      String part = entry.getKey();
      JsonNode field = entry.getValue();
      JsonNode own = wanted.get(part);
      if (OwnedFields.isPart(part)
          && own != null
          && OwnedFields.isLeaf(field) == OwnedFields.isLeaf(own)) {
        OwnedPath path = new OwnedPath(within, part);
        Values there = here.child(part);
        ObjectNode inner = compare(manager, field, own, path, there);
        boolean conflict = OwnedFields.isLeaf(field) && there.conflict();
        if (conflict) {
          all.add(new Conflict(manager, path));
          ownFormerWork &= there.isFormerWork();
        }
        if (conflict || !inner.isEmpty()) {
          changed.set(part, inner);
        }
      }
    }
    return changed;
  }

  /** Whether all of them are fields that the manager has set in another way, and still are so. */
  boolean areOwnFormerWork() {
    return ownFormerWork;
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
    for (Conflict conflict : all) {
      String field = conflict.field().toString();
      Budget.charge(field.length()); // a hundred thousand of them may be five hundred levels deep
      causes
          .addObject()
          .put("reason", "FieldManagerConflict")
          .put("message", "conflict with " + conflict.manager())
          .put("field", field);
    }
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
