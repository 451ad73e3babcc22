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

/**
 * How objects are shown in a {@code Table} of meta.k8s.io/v1.
 *
 * @param now for computing ages
 * @param include what each row contains besides its cells: Metadata (also if ""), Object or None
 */
public record TableForm(List<TableColumn> columns, Instant now, String include) {
  private static final List<String> INCLUDED = List.of("", "Metadata", "Object", "None");

  /**
   * The form for a type.
   *
   * @param columns as in a CustomResourceDefinition; missing for a built-in type
   * @throws dev.cnilab.cluster.client.ApiException 400 if nothing can be included that way
   */
  public static TableForm of(ResourceType type, JsonNode columns, Instant now, String include) {
    return new TableForm(
        columns.isMissingNode() ? Formats.of(type) : CustomFormat.columns(columns), now, include);
  }

  /** The form for objects' Scales. */
  public static TableForm ofScales(Instant now, String include) {
    return new TableForm(WorkloadFormats.SCALES, now, include);
  }

  public TableForm {
    if (!INCLUDED.contains(include)) {
      throw ApiErrors.badRequest(
          "Unable to convert to Table as requested: includeObject: Invalid value: "
              + TextNode.valueOf(include)
              + ": must be 'Metadata', 'Object', 'None', or empty");
    }
  }

  /** The order of the rows, where a type has its own. */
  public static List<KubeObject> inOrder(ResourceType type, List<KubeObject> objects) {
    return type.kind().equals("FlowSchema") ? PolicyFormats.inOrder(objects) : objects;
  }

  /** A table without rows. */
  public ObjectNode empty() {
    ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
    table.putObject("metadata");
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
    table.putArray("rows");
    return table;
  }

  /** An object's row. */
  public ObjectNode row(KubeObject object) {
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
