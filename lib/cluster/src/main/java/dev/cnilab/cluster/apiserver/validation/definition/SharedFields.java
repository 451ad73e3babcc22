package dev.cnilab.cluster.apiserver.validation.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What versions have in common: if all of them have the same schema, or the same subresources,
 * columns or selectable fields, a real server reports errors in it once, as the definition's.
 */
record SharedFields(List<ValidatedField> versions) {
  static SharedFields of(ValidatedField spec) {
    return new SharedFields(spec.items("versions"));
  }

  private boolean isShared(String field) {
    return versions.stream().map(each -> each.field(field).value()).distinct().count() == 1;
  }

  /** Adds what is wrong with the fields that a version does not share. */
  void checkOwn(ValidatedField version) {
    check(version, false, "");
  }

  /** Adds what is wrong with the fields that all versions share. */
  void check() {
    if (!versions.isEmpty()) {
      check(versions.getFirst(), true, "spec.");
    }
  }

  private void check(ValidatedField version, boolean shared, String prefix) {
    ValidatedField schema = version.field("schema").field("openAPIV3Schema");
    ValidatedField subresources = version.field("subresources");
    if (isShared("schema") == shared && schema.value().isObject()) {
      ValidatedField place =
          shared ? schema.shownAs(prefix + "validation.openAPIV3Schema") : schema;
      SchemaOfVersion.check(place, subresources.has("status"));
    }
    if (isShared("subresources") == shared) {
      VersionRules.subresources(
          shared ? subresources.shownAs(prefix + "subresources") : subresources);
    }
    ValidatedField columns = version.field("additionalPrinterColumns");
    if (isShared("additionalPrinterColumns") == shared) {
      VersionRules.columns(shared ? columns.shownAs(prefix + "additionalPrinterColumns") : columns);
    }
    ValidatedField selectable = version.field("selectableFields");
    if (isShared("selectableFields") == shared) {
      VersionRules.selectable(
          shared ? selectable.shownAs(prefix + "selectableFields") : selectable, schema.value());
    }
  }

  /** The fields that a version does not share, by Go's names. */
  Map<String, JsonNode> own(ValidatedField version) {
    Map<String, JsonNode> own = new LinkedHashMap<>();
    for (String field :
        List.of("schema", "subresources", "additionalPrinterColumns", "selectableFields")) {
      JsonNode value = version.field(field).value();
      boolean none = isShared(field) || value.isMissingNode();
      own.put(
          Character.toUpperCase(field.charAt(0)) + field.substring(1),
          none ? NullNode.getInstance() : value);
    }
    return own;
  }
}
