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
public record Column(
    String name,
    String type,
    String format,
    int priority,
    BiFunction<KubeObject, Instant, JsonNode> cell) {

  public static Column objectName() {
    return new Column("Name", "string", "name", 0, (o, now) -> TextNode.valueOf(o.name()));
  }

  public static Column text(String name, Function<KubeObject, String> cell) {
    return new Column(name, "string", "", 0, (o, now) -> TextNode.valueOf(cell.apply(o)));
  }

  public static Column timed(String name, BiFunction<KubeObject, Instant, String> cell) {
    return new Column(name, "string", "", 0, (o, now) -> TextNode.valueOf(cell.apply(o, now)));
  }

  public static Column age() {
    return timed(
        "Age", (o, now) -> HumanDuration.since(o.text("/metadata/creationTimestamp"), now));
  }

  public static Column number(String name, ToLongFunction<KubeObject> cell) {
    return new Column(name, "integer", "", 0, (o, now) -> LongNode.valueOf(cell.applyAsLong(o)));
  }

  public static Column truth(String name, Function<KubeObject, Boolean> cell) {
    return new Column(name, "boolean", "", 0, (o, now) -> BooleanNode.valueOf(cell.apply(o)));
  }

  /** A value as it is, or a text if it is missing. */
  public static Column value(String name, Function<KubeObject, JsonNode> cell, String ifNone) {
    return new Column(
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
  public Column wide() {
    return new Column(name, type, format, 1, cell);
  }

  /** The same column, with another type for its cells; some of the real ones are odd. */
  public Column typed(String other) {
    return new Column(name, other, format, priority, cell);
  }

  public Column formatted(String as) {
    return new Column(name, type, as, priority, cell);
  }
}
