package dev.cnilab.cluster.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.apiserver.table.cell.TableColumn;
import dev.cnilab.cluster.apiserver.table.format.Formats;
import dev.cnilab.cluster.apiserver.table.format.PolicyFormats;
import dev.cnilab.cluster.apiserver.table.format.WorkloadFormats;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.time.Instant;
import java.util.List;

/** Objects as a {@code Table} of meta.k8s.io/v1. */
public final class Tables {
  private static final List<String> INCLUDED = List.of("", "Metadata", "Object", "None");

  private Tables() {}

  /**
   * Makes the table of some objects of a type.
   *
   * @param columns as in a CustomResourceDefinition; missing for a built-in type
   * @param now for computing ages
   * @param include what each row contains besides its cells: Metadata (also if ""), Object or None
   */
  public static ObjectNode of(
      ResourceType type, JsonNode columns, List<KubeObject> objects, Instant now, String include) {
    return of(
        columns.isMissingNode() ? Formats.of(type) : CustomFormat.columns(columns),
        type.kind().equals("FlowSchema") ? PolicyFormats.inOrder(objects) : objects,
        now,
        include);
  }

  /** Makes the table of some objects' Scales. */
  public static ObjectNode ofScales(List<KubeObject> scales, Instant now, String include) {
    return of(WorkloadFormats.SCALES, scales, now, include);
  }

  static ObjectNode of(
      List<TableColumn> columns, List<KubeObject> objects, Instant now, String include) {
    if (!INCLUDED.contains(include)) {
      throw ApiErrors.badRequest(
          "Unable to convert to Table as requested: includeObject: Invalid value: "
              + TextNode.valueOf(include)
              + ": must be 'Metadata', 'Object', 'None', or empty");
    }
    ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    ObjectNode metadata = table.putObject("metadata");
    if (objects.size() == 1) {
      metadata.put("resourceVersion", objects.getFirst().resourceVersion());
    }
    ArrayNode definitions = table.putArray("columnDefinitions");
    columns.forEach(
        column ->
            definitions
                .addObject()
                .put("name", column.name())
                .put("type", column.type())
                .put("format", column.format())
                .put("description", "")
                .put("priority", column.priority()));
    ArrayNode rows = table.putArray("rows");
    objects.forEach(object -> rows.add(row(columns, object, now, include)));
    return table;
  }

  private static ObjectNode row(
      List<TableColumn> columns, KubeObject object, Instant now, String include) {
    ObjectNode row = Json.object();
    ArrayNode cells = row.putArray("cells");
    columns.forEach(column -> cells.add(column.cell().apply(object, now)));
    switch (include) {
      case "None" -> row.putNull("object");
      case "Object" -> row.set("object", object.json());
      default ->
          row.putObject("object")
              .put("kind", "PartialObjectMetadata")
              .put("apiVersion", "meta.k8s.io/v1")
              .set("metadata", object.at("/metadata"));
    }
    return row;
  }
}
