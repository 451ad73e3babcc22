package dev.cnilab.cluster.apiserver.validation.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.Json;
import java.util.List;

/** A StorageVersionMigration ends once, in one way. */
public final class MigrationStatusRules {
  private static final String SUCCEEDED = "Succeeded";
  private static final String FAILED = "Failed";

  private static final List<String> FIELDS =
      List.of("type", "status", "observedGeneration", "lastTransitionTime", "reason", "message");

  private MigrationStatusRules() {}

  public static void check(ValidatedField status) {
    ValidatedField version = status.field("resourceVersion");
    if (!version.isEmpty() && !version.text().matches("[1-9]\\d*")) {
      version.invalid("resource version is not well formed: " + version.text());
    }
    ValidatedField conditions = status.field("conditions");
    ConditionRules.shared(conditions);
    String before = status.old().path("resourceVersion").asText("");
    if (!before.isEmpty() && !before.equals(version.text())) {
      version.invalid(version.text(), Checks.IMMUTABLE);
    }
    JsonNode old = status.old().path("conditions");
    if (Conditions.isTrue(conditions.value(), SUCCEEDED)
        && Conditions.isTrue(conditions.value(), FAILED)) {
      conditions.invalid(
          shown(conditions), "Both success and failed conditions cannot be true at the same time");
    }
    if (Conditions.isTrue(old, SUCCEEDED) && !Conditions.isTrue(conditions.value(), SUCCEEDED)) {
      conditions.invalid(
          shown(conditions), "Success condition cannot be set to false once it is true");
    }
    if (Conditions.isTrue(old, FAILED) && !Conditions.isTrue(conditions.value(), FAILED)) {
      conditions.invalid(
          shown(conditions), "Failed condition cannot be set to false once it is true");
    }
  }

  /** The conditions as Go writes them. */
  private static ArrayNode shown(ValidatedField conditions) {
    ArrayNode shown = Json.array();
    for (ValidatedField condition : conditions.items()) {
      ObjectNode ordered = shown.addObject();
      FIELDS.stream()
          .filter(condition.value()::has)
          .forEach(field -> ordered.set(field, condition.value().get(field)));
    }
    return shown;
  }
}
