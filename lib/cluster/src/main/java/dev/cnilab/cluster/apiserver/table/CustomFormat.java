package dev.cnilab.cluster.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.apiserver.table.cell.HumanDuration;
import dev.cnilab.cluster.apiserver.table.cell.TableColumn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The columns that a CustomResourceDefinition defines. */
final class CustomFormat {
  private CustomFormat() {}

  static List<TableColumn> columns(JsonNode definitions) {
    List<TableColumn> columns = new ArrayList<>();
    columns.add(TableColumn.objectName());
    for (JsonNode definition : definitions) {
      JsonPath path = JsonPath.parse(definition.path("jsonPath").asText());
      String type = definition.path("type").asText();
      columns.add(
          new TableColumn(
              definition.path("name").asText(),
              type,
              definition.path("format").asText(),
              definition.path("priority").asInt(),
              (object, now) -> cell(type, path.find(object.json()), now)));
    }
    return columns;
  }

  /**
   * Like {@code cellForJSONValue} of apiextensions: a missing value or one of a wrong type gives an
   * empty cell.
   */
  private static JsonNode cell(String type, List<JsonNode> found, Instant now) {
    if (found.isEmpty()) {
      return NullNode.getInstance();
    }
    JsonNode value = found.getFirst();
    return switch (type) {
      case "integer", "number" -> value.isNumber() ? value : NullNode.getInstance();
      case "boolean" -> value.isBoolean() ? value : NullNode.getInstance();
      case "date" ->
          value.isTextual()
              ? TextNode.valueOf(HumanDuration.since(value.asText(), now))
              : NullNode.getInstance();
      default -> TextNode.valueOf(value.isValueNode() ? value.asText() : value.toString());
    };
  }
}
