package dev.cnilab.cluster.apiserver.validation.definition;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.object.Conditions;
import java.util.List;

/** What a definition keeps, as objects of its kind are stored. */
final class DefinitionUpdateRules {
  private DefinitionUpdateRules() {}

  /** Its group and its plural stay, and once its kind is served, so do kind and scope. */
  static void kept(ValidatedField definition) {
    ValidatedField spec = definition.field("spec");
    ValidatedField names = spec.field("names");
    boolean established =
        Conditions.isTrue(definition.old().at("/status/conditions"), "Established");
    if (established) {
      kept(List.of(spec.field("scope"), names.field("kind")));
    }
    if (!definition.old().isMissingNode()) {
      kept(List.of(spec.field("group"), names.field("plural")));
    }
  }

  private static void kept(List<ValidatedField> fields) {
    for (ValidatedField field : fields) {
      if (!field.value().equals(field.old())) {
        field.invalid(Checks.IMMUTABLE);
      }
    }
  }

  /** A version in which objects may be stored stays until a client declares that none is. */
  static void storedVersions(ValidatedField definition) {
    ValidatedField stored = definition.field("status").field("storedVersions");
    if (stored.isEmpty()) {
      stored.invalid(NullNode.getInstance(), "must have at least one stored version");
      return;
    }
    List<String> names =
        definition.field("spec").items("versions").stream().map(v -> v.text("name")).toList();
    for (ValidatedField version : stored.items()) {
      String name = version.text();
      if (!names.contains(name)) {
        version.invalid(
            ("missing from spec.versions; %s was previously a storage version, and must remain in"
                    + " spec.versions until a storage migration ensures no data remains persisted"
                    + " in %s and removes %s from status.storedVersions")
                .formatted(name, name, name));
      }
    }
  }
}
