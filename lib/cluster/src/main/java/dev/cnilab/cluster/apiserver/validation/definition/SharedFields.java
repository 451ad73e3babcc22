package dev.cnilab.cluster.apiserver.validation.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What versions have in common: if all of them have the same schema, or the same subresources,
 * columns or selectable fields, a real server reports errors in it once, as the definition's.
 *
 * @param names of the fields that all versions share
 */
record SharedFields(List<ValidatedField> versions, Set<String> names) {
  private static final String SCHEMA = "schema";
  private static final String SUBRESOURCES = "subresources";
  private static final String COLUMNS = "additionalPrinterColumns";
  private static final String SELECTABLE = "selectableFields";
  private static final List<String> FIELDS = List.of(SCHEMA, SUBRESOURCES, COLUMNS, SELECTABLE);

  static SharedFields of(ValidatedField spec) {
    List<ValidatedField> versions = spec.items("versions");
    Set<String> names = new LinkedHashSet<>(FIELDS);
    names.removeIf(
        name -> versions.stream().map(each -> each.field(name).value()).distinct().count() != 1);
    return new SharedFields(versions, names);
  }

  /** Adds what is wrong with the fields that a version does not share. */
  void checkOwn(ValidatedField version) {
    for (String name : FIELDS) {
      if (!names.contains(name)) {
        check(name, version, place(name, version));
      }
    }
  }

  /** Adds what is wrong with the fields that all versions share. */
  void check() {
    for (String name : names) {
      ValidatedField version = versions.getFirst();
      ValidatedField place = place(name, version);
      String shown = name.equals(SCHEMA) ? "validation.openAPIV3Schema" : name;
      check(name, version, place.shownAs("spec." + shown));
    }
  }

  private static ValidatedField place(String name, ValidatedField version) {
    ValidatedField field = version.field(name);
    return name.equals(SCHEMA) ? field.field("openAPIV3Schema") : field;
  }

  private static void check(String name, ValidatedField version, ValidatedField place) {
    switch (name) {
      case SUBRESOURCES -> VersionRules.subresources(place);
      case COLUMNS -> VersionRules.columns(place);
      case SELECTABLE -> VersionRules.selectable(place, place(SCHEMA, version).value());
      default -> {
        if (place.value().isObject() && version.field(SUBRESOURCES).has("status")) {
          SchemaOfVersion.checkWithStatus(place);
        } else if (place.value().isObject()) {
          SchemaOfVersion.check(place);
        }
      }
    }
  }

  /** The fields that a version does not share, by Go's names. */
  Map<String, JsonNode> own(ValidatedField version) {
    Map<String, JsonNode> own = new LinkedHashMap<>();
    for (String field : FIELDS) {
      JsonNode value = version.field(field).value();
      boolean none = names.contains(field) || value.isMissingNode();
      own.put(
          Character.toUpperCase(field.charAt(0)) + field.substring(1),
          none ? NullNode.getInstance() : value);
    }
    return own;
  }
}
