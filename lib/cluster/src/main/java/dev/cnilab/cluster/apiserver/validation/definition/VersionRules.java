package dev.cnilab.cluster.apiserver.validation.definition;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The fields of a version besides its schema. */
final class VersionRules {
  private static final int LONGEST_WARNING = 256;
  private static final int MOST_SELECTABLE = 8;
  private static final List<String> COLUMN_TYPES =
      List.of("boolean", "date", "integer", "number", "string");
  private static final List<String> COLUMN_FORMATS =
      List.of("byte", "date", "date-time", "double", "float", "int32", "int64", "password");
  private static final Set<String> SELECTABLE = Set.of("string", "boolean", "integer");

  private VersionRules() {}

  static void deprecation(ValidatedField version) {
    ValidatedField warning = version.field("deprecationWarning");
    if (!version.has("deprecationWarning")) {
      return;
    }
    if (!version.is("deprecated")) {
      warning.invalid("can only be set for deprecated versions");
      return;
    }
    if (warning.text().length() > LONGEST_WARNING) {
      warning.invalid("must be <= 256 characters long");
    }
    if (warning.isEmpty()) {
      warning.invalid("must not be an empty string");
    }
    for (int i = 0; i < warning.text().length(); i++) {
      if (Character.isISOControl(warning.text().charAt(i))) {
        warning.invalid(
            "must only contain printable UTF-8 characters; non-printable character found at index "
                + i);
        return;
      }
    }
  }

  static void subresources(ValidatedField subresources) {
    if (!subresources.has("scale")) {
      return;
    }
    ValidatedField scale = subresources.field("scale");
    required(scale.field("specReplicasPath"));
    path(scale.field("specReplicasPath"), List.of(".spec."), "should be a json path under .spec");
    required(scale.field("statusReplicasPath"));
    path(
        scale.field("statusReplicasPath"),
        List.of(".status."),
        "should be a json path under .status");
    path(
        scale.field("labelSelectorPath"),
        List.of(".spec.", ".status."),
        "should be a json path under either .spec or .status");
  }

  private static void required(ValidatedField place) {
    if (place.isEmpty()) {
      place.required("");
    }
  }

  private static void path(ValidatedField path, List<String> prefixes, String why) {
    if (path.isEmpty()) {
      return;
    }
    if (!path.text().startsWith(".")) {
      path.invalid("must be a simple json path starting with .");
    } else if (prefixes.stream().noneMatch(path.text()::startsWith)) {
      path.invalid(why);
    }
  }

  static void columns(ValidatedField columns) {
    for (ValidatedField column : columns.items()) {
      required(column.field("name"));
      ValidatedField type = column.field("type");
      String types = "must be one of " + String.join(",", COLUMN_TYPES);
      if (type.isEmpty()) {
        type.required(types);
      } else if (!COLUMN_TYPES.contains(type.text())) {
        type.invalid(types);
      }
      ValidatedField format = column.field("format");
      if (!format.isEmpty() && !COLUMN_FORMATS.contains(format.text())) {
        format.invalid("must be one of " + String.join(",", COLUMN_FORMATS));
      }
      ValidatedField path = column.field("jsonPath").shownAs(column + ".JSONPath");
      required(path);
      path(path, List.of("."), "");
    }
  }

  static void selectable(ValidatedField fields, JsonNode schema) {
    Set<String> seen = new HashSet<>();
    for (ValidatedField field : fields.items()) {
      ValidatedField path = field.field("jsonPath");
      if (path.isEmpty()) {
        path.required("");
        continue;
      }
      FieldPath found = FieldPath.simple(path.text(), schema);
      if (found.error() != null) {
        path.invalid("is an invalid path: " + found.error());
        continue;
      }
      if (path.text().matches("\\.metadata(\\..*)?")) {
        path.invalid("must not point to fields in metadata");
      }
      if (!SELECTABLE.contains(found.schema().path("type").asText())) {
        path.invalid(
            "must point to a field of type string, boolean or integer. Enum string fields and"
                + " strings with formats are allowed.");
      }
      if (!seen.add(path.text())) {
        path.duplicate();
      }
    }
    if (seen.size() > MOST_SELECTABLE) {
      fields.tooMany(seen.size(), MOST_SELECTABLE);
    }
  }
}
