package dev.cnilab.cluster.apiserver.table.cell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.object.KubeObject;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A column of a table.
 *
 * @param type string, integer, boolean or date
 * @param format "name" for the column with the object's name, or ""
 * @param priority 0, or 1 if only {@code -o wide} shows it
 * @param cell the value of an object at an instant
 */
public record TableColumn(
    String name,
    String type,
    String format,
    int priority,
    BiFunction<KubeObject, Instant, JsonNode> cell) {

  public static TableColumn objectName() {
    return new TableColumn("Name", "string", "name", 0, (o, now) -> TextNode.valueOf(o.name()));
  }

  public static TableColumn text(String name, Function<KubeObject, String> cell) {
    return new TableColumn(name, "string", "", 0, (o, now) -> TextNode.valueOf(cell.apply(o)));
  }

  public static TableColumn timed(String name, BiFunction<KubeObject, Instant, String> cell) {
    return new TableColumn(name, "string", "", 0, (o, now) -> TextNode.valueOf(cell.apply(o, now)));
  }

  public static TableColumn age() {
    return timed(
        "Age", (o, now) -> HumanDuration.since(o.text("/metadata/creationTimestamp"), now));
  }

  public static TableColumn number(String name, ToLongFunction<KubeObject> cell) {
    return new TableColumn(
        name, "integer", "", 0, (o, now) -> LongNode.valueOf(cell.applyAsLong(o)));
  }

  public static TableColumn truth(String name, Function<KubeObject, Boolean> cell) {
    return new TableColumn(name, "boolean", "", 0, (o, now) -> BooleanNode.valueOf(cell.apply(o)));
  }

  /** A value as it is, or a text if it is missing. */
  public static TableColumn value(String name, Function<KubeObject, JsonNode> cell, String ifNone) {
    return new TableColumn(
        name,
        "string",
        "",
        0,
        (o, now) -> {
          JsonNode value = cell.apply(o);
          return value.isMissingNode() ? TextNode.valueOf(ifNone) : value;
        });
  }

  /** The same column, shown only by {@code -o wide}. */
  public TableColumn wide() {
    return new TableColumn(name, type, format, 1, cell);
  }

  /** The same column, with another type for its cells; some of the real ones are odd. */
  public TableColumn typed(String other) {
    return new TableColumn(name, other, format, priority, cell);
  }

  public TableColumn formatted(String as) {
    return new TableColumn(name, type, as, priority, cell);
  }
}
