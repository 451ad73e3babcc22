package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values of dryRun, and deletions that are not dry. */
class DryRunValuesTest extends DryRuns {
  @ParameterizedTest
  @CsvSource({"pods,Pod", "services,Service", "namespaces,Namespace", "configmaps,Status"})
  void a_dry_run_delete_returns_the_same_kind_as_a_real_one(String plural, String kind) {
    ResourceType type =
        types().stream().filter(t -> t.plural().equals(plural)).findFirst().orElseThrow();
    KubeObject there = create(type, freshName());

    JsonNode tried = tried("DELETE", path(type, there), JSON, "", 200);
    JsonNode meant = json(server.send("DELETE", path(type, there), JSON, ""));

    assertThat(tried.path("kind").asText()).isEqualTo(kind);
    assertThat(meant.path("kind").asText()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({"POST,Create", "PUT,Update", "PATCH,Patch", "DELETE,Delete"})
  void an_invalid_dry_run_value_in_the_query_is_rejected(String method, String options) {
    KubeObject there = create(ResourceTypes.CONFIG_MAPS, freshName());
    String path =
        method.equals("POST")
            ? collection(ResourceTypes.CONFIG_MAPS)
            : path(ResourceTypes.CONFIG_MAPS, there);
    String type = method.equals("PATCH") ? "application/merge-patch+json" : JSON;
    String body =
        method.equals("POST")
            ? Samples.of(ResourceTypes.CONFIG_MAPS, freshName()).json().toString()
            : there.json().toString();

    refused(
        unchanged(
            () ->
                server.send(
                    method, path + "?dryRun=some", type, method.equals("DELETE") ? "" : body),
            422),
        options);
  }

  @Test
  void an_invalid_dry_run_value_in_the_body_is_rejected() {
    KubeObject there = create(ResourceTypes.CONFIG_MAPS, freshName());
    String path = path(ResourceTypes.CONFIG_MAPS, there);

    refused(
        unchanged(() -> server.send("DELETE", path, JSON, "{\"dryRun\":[\"some\"]}"), 422),
        "Delete");
    assertThat(
            unchanged(() -> server.send("DELETE", path, JSON, "{\"dryRun\":\"All\"}"), 400)
                .path("message")
                .asText())
        .isEqualTo(
            "json: cannot unmarshal string into Go struct field DeleteOptions.dryRun of type"
                + " []string");
  }

  @Test
  void a_delete_with_a_stale_version_precondition_is_a_conflict() {
    KubeObject there = create(ResourceTypes.CONFIG_MAPS, freshName());
    String body = "{\"preconditions\":{\"resourceVersion\":\"1\"}}";

    assertThat(
            unchanged(
                    () -> server.send("DELETE", path(ResourceTypes.CONFIG_MAPS, there), JSON, body),
                    409)
                .path("message")
                .asText())
        .endsWith(
            "the ResourceVersion in the precondition (1) does not match the ResourceVersion in"
                + " record ("
                + there.resourceVersion()
                + "). The object might have been modified");
  }

  private static void refused(JsonNode status, String options) {
    assertThat(status.path("message").asText())
        .isEqualTo(
            options
                + "Options.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: [\"some\"]:"
                + " supported values: \"All\"");
  }
}
