package dev.cnilab.cluster.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A writer, as an entry of managedFields names it. The same name owns other fields through another
 * subresource.
 *
 * @param subresource through which it writes, "" for the object itself
 * @param kept the fields of the metadata that it may not write through the status
 */
public record FieldManager(String name, String subresource, List<String> kept) {
  private static final List<String> IDENTITY =
      List.of(
          "name",
          "namespace",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "managedFields");

  /** One that writes the object itself. */
  static FieldManager of(String name) {
    return new FieldManager(name, "", List.of());
  }

  /** The subresources that write an object's status; all others write its spec. */
  private static final List<String> OF_STATUS = List.of("status", "approval");

  /** How a manager got its fields. */
  enum Operation {
    APPLY("Apply"),
    UPDATE("Update");

    private final String text;

    Operation(String text) {
      this.text = text;
    }
  }

  /** Entries in apimachinery's order: those of an apply first, then by time and names. */
  static ArrayNode sorted(ArrayNode entries) {
    List<JsonNode> list = new ArrayList<>();
    entries.forEach(list::add);
    list.sort(
        Comparator.comparing((JsonNode entry) -> entry.path("operation").asText())
            .thenComparing(entry -> entry.path("time").asText())
            .thenComparing(entry -> entry.path("manager").asText())
            .thenComparing(entry -> entry.path("apiVersion").asText())
            .thenComparing(entry -> entry.path("subresource").asText()));
    return Json.array().addAll(list);
  }

  /** Whether an entry is this manager's, for this operation. */
  boolean isOf(JsonNode entry, Operation operation) {
    return entry.path("manager").asText().equals(name)
        && entry.path("operation").asText().equals(operation.text)
        && entry.path("subresource").asText().equals(subresource);
  }

  boolean isSame(FieldManager other) {
    return name.equals(other.name) && subresource.equals(other.subresource);
  }

  /** A new entry of {@linkplain FieldSet#sorted sorted} fields. */
  ObjectNode entry(Operation operation, String apiVersion, String time, JsonNode fields) {
    ObjectNode entry =
        Json.object()
            .put("manager", name)
            .put("operation", operation.text)
            .put("apiVersion", apiVersion)
            .put("time", time)
            .put("fieldsType", "FieldsV1")
            .set("fieldsV1", fields);
    return subresource.isEmpty() ? entry : entry.put("subresource", subresource);
  }

  /**
   * The part of an object that the manager may write, as apiserver's strategies say in {@code
   * GetResetFields}: the status, or everything else.
   */
  ObjectNode writable(ObjectNode object) {
    ObjectNode part = object.deepCopy();
    if (!OF_STATUS.contains(subresource)) {
      part.remove("status");
      return part;
    }
    part.retain("apiVersion", "kind", "metadata", "status");
    if (part.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(kept);
    }
    return part;
  }

  /** What the manager may own of an object: what it may write, and not the object's identity. */
  ObjectNode ownable(ObjectNode object) {
    ObjectNode part = writable(object);
    part.remove(List.of("apiVersion", "kind"));
    if (part.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(IDENTITY);
      if (metadata.isEmpty()) {
        part.remove("metadata");
      }
    }
    return part;
  }
}
