package dev.cnilab.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class MigrationTest {
  @AutoClose private final ControlPlane cluster = new ControlPlane();

  private KubeObject migrate(String name, String resource) {
    return cluster.create(
        ResourceTypes.STORAGE_VERSION_MIGRATIONS,
        "{metadata: {name: %s}, spec: {resource: {group: '', resource: %s}}}"
            .formatted(name, resource));
  }

  /** The conditions in order, each as type, status, reason and message. */
  private List<String> conditions(String name) {
    List<String> said = new ArrayList<>();
    for (JsonNode each : found(name).at("/status/conditions")) {
      said.add(
          String.join(
              " ",
              each.path("type").asText(),
              each.path("status").asText(),
              each.path("reason").asText(),
              each.path("message").asText()));
    }
    return said;
  }

  private KubeObject found(String name) {
    return cluster.call(c -> c.get(ResourceTypes.STORAGE_VERSION_MIGRATIONS, "", name));
  }

  @Test
  void a_storage_version_migration_completes() {
    cluster.create(ResourceTypes.CONFIG_MAPS, "{metadata: {name: a, namespace: default}}");
    migrate("rare", "configmaps");

    assertThat(found("rare").text("/status/resourceVersion")).isNotEmpty();
    assertThat(found("rare").generation()).isZero();
    assertThat(conditions("rare"))
        .containsExactly("Running True MigrationRunning The migration is running");

    cluster.pass(Duration.ofMinutes(2));
    assertThat(conditions("rare"))
        .containsExactly(
            "Running False MigrationCompleted Migration completed",
            "Succeeded True StorageVersionMigrationSucceeded Migration completed");
  }

  @Test
  void a_second_migration_of_a_resource_waits_for_the_first() {
    migrate("first", "configmaps");
    migrate("second", "configmaps");
    assertThat(conditions("second")).isEmpty();

    cluster.pass(Duration.ofMinutes(2));
    assertThat(conditions("second")).hasSizeGreaterThan(0);
  }

  @Test
  void a_migration_of_an_unknown_or_read_only_kind_fails() {
    migrate("none", "nothings");
    assertThat(conditions("none")).hasSize(1);

    cluster.pass(Duration.ofMinutes(2));
    assertThat(conditions("none"))
        .contains("Failed True StorageVersionMigrationFailed resource does not exist in discovery");
  }

  @Test
  void the_resource_of_a_migration_is_immutable() {
    migrate("rare", "configmaps");
    Patch other =
        Patch.merge(Json.parse("{\"spec\": {\"resource\": {\"resource\": \"secrets\"}}}"));

    assertThatThrownBy(
            () ->
                cluster.run(
                    c -> c.patch(ResourceTypes.STORAGE_VERSION_MIGRATIONS, "", "rare", other)))
        .hasMessage(
            "StorageVersionMigration.storagemigration.k8s.io \"rare\" is invalid: spec: Invalid"
                + " value: {\"Resource\":{\"group\":\"\",\"resource\":\"secrets\"}}: field is"
                + " immutable");
  }
}
