package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A dry run is answered like the real request, and changes nothing. */
class DryRunTest extends DryRuns {
  @ParameterizedTest
  @MethodSource("types")
  void a_dry_run_create_stores_nothing(ResourceType type) {
    String name = freshName();
    JsonNode created = tried("POST", collection(type), Samples.of(type, name), 201);

    assertThat(created.at("/metadata/uid").asText()).isNotEmpty();
    assertThat(created.at("/metadata").has("resourceVersion")).isFalse();
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_dry_run_update_stores_nothing(ResourceType type) {
    KubeObject there = create(type, freshName());

    JsonNode labelled = tried("PUT", path(type, there), there.edit(DryRunTest::label), 200);

    assertThat(labelled.at("/metadata/labels/tried").asText()).isEqualTo("yes");
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_dry_run_patch_of_any_type_stores_nothing(ResourceType type) {
    KubeObject there = create(type, freshName());
    String path = path(type, there);
    String merge = "{\"metadata\":{\"labels\":{\"tried\":\"yes\"}}}";
    String operations =
        "[{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":{\"tried\":\"yes\"}}]";

    tried("PATCH", path, "application/merge-patch+json", merge, 200);
    tried("PATCH", path, "application/strategic-merge-patch+json", merge, 200);
    tried("PATCH", path, "application/json-patch+json", operations, 200);
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_dry_run_apply_stores_nothing(ResourceType type) {
    KubeObject there = create(type, freshName());
    KubeObject absent = Samples.of(type, freshName());

    applied(type, Samples.of(type, there.name().split("s\\.", 2)[0]).edit(DryRunTest::label), 200);
    applied(type, absent, 201);
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_dry_run_delete_leaves_the_object(ResourceType type) {
    KubeObject there = create(type, freshName());
    String path = path(type, there);

    tried("DELETE", path, JSON, "", 200);
    unchanged(() -> server.send("DELETE", path, JSON, OPTIONS), 200);
    unchanged(() -> server.send("DELETE", path, JSON, foreground()), 200);
    unchanged(() -> server.send("DELETE", path + "?dryRun=All", JSON, "{}"), 200);
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_dry_run_delete_of_a_collection_leaves_its_objects(ResourceType type) {
    create(type, freshName());
    if (type.verbs().contains("deletecollection")) {
      tried("DELETE", collection(type), JSON, "", 200);
      unchanged(() -> server.send("DELETE", collection(type), JSON, OPTIONS), 200);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_dry_run_removal_of_the_last_finalizer_leaves_a_terminating_object(ResourceType type) {
    KubeObject there =
        create(
            type,
            Samples.of(type, freshName())
                .edit(
                    json ->
                        json.withObject("/metadata")
                            .withArray("finalizers")
                            .add("example.com/stay")));
    String path = path(type, there);
    server.send("DELETE", path, JSON, "{}");
    server.loop().advance(Duration.ofMillis(1));
    String drop = "{\"metadata\":{\"finalizers\":null}}";

    tried("PATCH", path, "application/merge-patch+json", drop, 200);
    tried(
        "PUT",
        path,
        KubeObject.of((ObjectNode) json(server.get(path)))
            .edit(json -> json.withObject("/metadata").remove("finalizers")),
        200);
    assertThat(server.get(path).statusCode()).isEqualTo(200);
  }

  private static void applied(ResourceType type, KubeObject object, int code) {
    tried(
        "PATCH",
        path(type, object) + "?fieldManager=test&force=true",
        "application/apply-patch+yaml",
        object.json().toString(),
        code);
  }

  private static String foreground() {
    return "{\"propagationPolicy\":\"Foreground\",\"dryRun\":[\"All\"]}";
  }

  private static void label(ObjectNode json) {
    json.withObject("/metadata").withObject("/labels").put("tried", "yes");
  }
}
