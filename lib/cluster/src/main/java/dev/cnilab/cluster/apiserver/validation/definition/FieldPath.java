package dev.cnilab.cluster.apiserver.validation.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/**
 * A field that a path such as {@code .spec.labels['a.b']} names in a schema. After {@code
 * ValidFieldPath} in {@code apiextensions-apiserver/pkg/apiserver/schema/cel}.
 *
 * @param schema of the field
 * @param error why there is no such field; null if there is one
 */
record FieldPath(JsonNode schema, @Nullable String error) {
  private static final String NO_FIELD = "does not refer to a valid field";
  private static final String ENDED = "unexpected end of JSON path";

  /** A field by a path without brackets. */
  static FieldPath simple(String path, JsonNode schema) {
    return path.contains("[") ? wrong("array notation is not allowed") : of(path, schema);
  }

  /** A field by any path. */
  static FieldPath of(String path, JsonNode schema) {
    JsonNode here = schema;
    int at = 0;
    while (at < path.length()) {
      char begin = path.charAt(at++);
      int end;
      String name;
      if (begin == '.') {
        end = at;
        while (end < path.length() && ".[]".indexOf(path.charAt(end)) < 0) {
          end++;
        }
        name = path.substring(at, end);
      } else if (begin == '[' && path.startsWith("'", at)) {
        int quote = path.indexOf("']", at + 1);
        end = quote < 0 ? path.length() : quote + 2;
        name = quote < 0 ? "" : path.substring(at + 1, quote);
      } else if (begin == '[') {
        return wrong("expected single quoted string but got " + path.substring(at));
      } else {
        return wrong("expected [ or . but got: " + path.substring(at - 1));
      }
      if (name.isEmpty()) {
        return wrong(ENDED);
      }
      here = step(here, name);
      if (!here.isObject()) {
        return wrong(NO_FIELD);
      }
      at = end;
    }
    return new FieldPath(here, null);
  }

  private static JsonNode step(JsonNode schema, String name) {
    return schema.path("properties").isEmpty()
        ? schema.path("additionalProperties")
        : schema.path("properties").path(name);
  }

  private static FieldPath wrong(String why) {
    return new FieldPath(MissingNode.getInstance(), why);
  }
}
