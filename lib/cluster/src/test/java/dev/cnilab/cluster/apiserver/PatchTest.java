package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Patches of all types, and the field managers after them; the answers are a real server's. */
class PatchTest extends PatchedServer {
  private static final String STRATEGIC = "application/strategic-merge-patch+json";
  private static final String OPERATIONS = "application/json-patch+json";

  @Test
  void a_strategic_patch_with_a_duplicate_key_is_merged_twice() {
    server.create(
        ResourceTypes.PODS,
        "{metadata: {name: twice, namespace: default}, spec: {containers: [{name: c, image: a}]}}");
    JsonNode pod =
        Json.parse(
            server
                .send(
                    "PATCH",
                    "/api/v1/namespaces/default/pods/twice",
                    STRATEGIC,
                    """
                    {"spec": {"$setElementOrder/containers": [{"name": "c"}, {"name": "c"}],
                     "containers": [{"name": "c", "image": "b"}, {"name": "c", "image": "d"}]}}\
                    """)
                .body());

    assertThat(pod.at("/spec/containers")).as(pod.toString()).hasSize(1);
    assertThat(pod.at("/spec/containers/0/image").asText()).isEqualTo("d");
  }

  @Test
  void a_patch_that_removes_the_namespace_keeps_the_object_in_place() {
    map("placed", "{}");
    assertThat(
            message(
                patch(
                    "placed",
                    OPERATIONS,
                    """
                    [{"op": "remove", "path": "/metadata/namespace"},
                     {"op": "remove", "path": "/metadata/uid"},
                     {"op": "add", "path": "/data", "value": {"a": "b"}}]\
                    """)))
        .isEmpty();
    assertThat(Json.parse(server.get(MAPS + "placed").body()).at("/data/a").asText())
        .isEqualTo("b");

    assertThat(message(patch("placed", MERGE, "{\"metadata\":{\"namespace\":\"kube-system\"}}")))
        .isEqualTo(
            "the namespace of the object (kube-system) does not match the namespace on the URL"
                + " (default)");
  }

  @Test
  void a_json_patch_replace_adds_a_missing_field() {
    map("replaced", "{\"a\":\"1\"}");

    HttpResponse<String> done =
        patch(
            "replaced",
            OPERATIONS,
            "[{'op':'replace','path':'/data/b','value':'2'}]".replace('\'', '"'));

    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(Json.parse(done.body()).path("data").toString())
        .isEqualTo("{\"a\":\"1\",\"b\":\"2\"}");
    assertThat(
            patch(
                    "replaced",
                    OPERATIONS,
                    "[{\"op\":\"replace\",\"path\":\"/no/b\",\"value\":\"2\"}]")
                .statusCode())
        .isEqualTo(422);
  }

  @Test
  void a_strategic_patch_of_the_wrong_type_is_rejected() {
    map("wrong", "{\"a\":\"1\"}");
    server.create(
        ResourceTypes.DEPLOYMENTS,
        "{metadata: {name: wrong, namespace: default}, spec: {selector: {matchLabels: {a: b}},"
            + " template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image:"
            + " i}]}}}}");

    assertThat(message(patch("wrong", STRATEGIC, "{\"data\":[1]}")))
        .isEqualTo(
            " \"\" is invalid: patch: Invalid value: \"map[data:[1]]\": cannot restore map from"
                + " slice");
    assertThat(
            message(
                server.send(
                    "PATCH",
                    "/apis/apps/v1/namespaces/default/deployments/wrong",
                    STRATEGIC,
                    "{\"spec\":{\"replicas\":\"many\"}}")))
        .endsWith("\"map[spec:map[replicas:many]]\": unrecognized type: int32");
  }

  @Test
  void an_empty_strategic_patch_changes_nothing() {
    map("same", "{\"a\":\"1\"}");

    assertThat(patch("same", STRATEGIC, "null").statusCode()).isEqualTo(200);
  }

  @Test
  void a_patch_without_changes_keeps_the_resource_version() throws Exception {
    map("calm", "{\"a\":\"1\"}");
    String before = Json.parse(server.get(MAPS + "calm").body()).path("metadata").toString();
    Thread.sleep(1100); // so that managedFields get another second

    server.send("PATCH", MAPS + "calm?fieldManager=maker", STRATEGIC, "{}");

    assertThat(Json.parse(server.get(MAPS + "calm").body()).path("metadata").toString())
        .isEqualTo(before);
  }
}
