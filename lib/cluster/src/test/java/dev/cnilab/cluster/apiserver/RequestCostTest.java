package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import java.net.http.HttpResponse;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A request of less than a megabyte that would hold the loop for minutes, or fill the heap. */
class RequestCostTest extends OddRequests {
  @Test
  void a_body_that_expands_to_very_many_objects_times_out() {
    String containers = "[" + "{},".repeat(300_000) + "{}]";
    JsonNode answer =
        send(
            "POST",
            "/api/v1/namespaces/default/pods?dryRun=All",
            "{\"metadata\": {\"name\": \"p\"}, \"spec\": {\"containers\": " + containers + "}}");
    assertThat(answer.path("reason").asText()).isEqualTo("Timeout");
  }

  @Test
  void a_json_patch_that_grows_exponentially_is_rejected() {
    String path = "/api/v1/namespaces/default/configmaps";
    send("POST", path, "{\"metadata\": {\"name\": \"doubled\"}, \"data\": {\"a\": \"b\"}}");
    String copy = "{\"op\": \"copy\", \"from\": \"/data\", \"path\": \"/data/c%d\"}";
    String copies =
        IntStream.range(0, 60).mapToObj(copy::formatted).collect(Collectors.joining(",", "[", "]"));
    String none = "[" + "{},".repeat(10_000) + "{}]";
    assertThat(server.send("PATCH", path + "/doubled", "application/json-patch+json", none).body())
        .contains("The allowed maximum operations in a JSON patch is 10000, got 10001");
    assertThat(
            server
                .send("PATCH", path + "/doubled", "application/json-patch+json", copies)
                .statusCode())
        .isEqualTo(422);
  }

  @Test
  void a_list_of_very_many_items_is_no_more_work_than_its_length() {
    String ports =
        IntStream.range(1, 30_000)
            .mapToObj("{\"name\": \"p%1$d\", \"port\": %1$d}"::formatted)
            .collect(Collectors.joining(",", "[", "]"));
    JsonNode answer =
        send(
            "POST",
            "/api/v1/namespaces/default/services?dryRun=All",
            "{\"metadata\": {\"name\": \"s\"}, \"spec\": {\"ports\": " + ports + "}}");
    assertThat(answer.at("/spec/ports")).hasSize(29_999);
  }

  /** A real server warns of each pair; an answer has room for a few. */
  @Test
  void equal_ports_are_not_compared_with_each_other() {
    String ports = list(60_000, "{\"containerPort\":1}");
    JsonNode answer = pod("[{\"name\":\"c\",\"image\":\"i\",\"ports\":" + ports + "}]");
    assertThat(answer.at("/spec/containers/0/ports")).hasSize(60_000);
  }

  @Test
  void a_mount_or_a_container_is_no_more_work_the_more_there_are() {
    String mounts = list(30_000, "{\"name\":\"v%1$d\",\"mountPath\":\"%1$d\"}");
    JsonNode answer =
        pod(
            "[{\"name\":\"c\",\"image\":\"i\",\"volumeMounts\":"
                + mounts
                + "}],\"volumes\":"
                + list(10_000, "{\"name\":\"v%d\"}"));
    assertThat(answer.path("details").path("causes")).hasSize(20_000);
    assertThat(pod(list(10_000, "{\"name\":\"c%d\",\"image\":\"i\"}")).at("/spec/containers"))
        .hasSize(10_000);
  }

  @Test
  void a_policy_with_very_many_expressions_times_out() {
    JsonNode answer =
        send(
            "POST",
            "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies?dryRun=All",
            "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"matchConstraints\":{\"resourceRules\":[{"
                + "\"apiGroups\":[\"\"],\"apiVersions\":[\"v1\"],\"resources\":[\"pods\"],"
                + "\"operations\":[\"CREATE\"]}]},\"validations\":"
                + list(1_500, "{\"expression\":\"%d > 0\"}")
                + "}}");
    assertThat(answer.path("reason").asText()).isEqualTo("Timeout");
  }

  @Test
  void a_patch_that_moves_very_many_items_very_often_times_out() {
    String path = "/api/v1/namespaces/default/configmaps";
    send("POST", path, "{\"metadata\": {\"name\": \"moved\"}}");
    String operations =
        "[{\"op\":\"add\",\"path\":\"/x\",\"value\":"
            + list(200_000, "1")
            + "},"
            + list(9_999, "{\"op\":\"add\",\"path\":\"/x/0\",\"value\":1}").substring(1);
    HttpResponse<String> answer =
        server.send("PATCH", path + "/moved", "application/json-patch+json", operations);
    assertThat(Json.parse(answer.body()).path("reason").asText()).isEqualTo("Timeout");
  }

  private static String list(int size, String item) {
    return IntStream.range(0, size)
        .mapToObj(item::formatted)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static JsonNode pod(String containers) {
    return send(
        "POST",
        "/api/v1/namespaces/default/pods?dryRun=All",
        "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":" + containers + "}}");
  }

  /** Compared with each other they would take minutes, and the answer would be a 504. */
  @Test
  void very_many_fields_are_applied_by_a_second_manager() {
    assertThat(apply("one", "a").statusCode()).isEqualTo(201);
    assertThat(apply("two", "a").statusCode()).isEqualTo(200);
    HttpResponse<String> refused = apply("three", "b");
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(Json.parse(refused.body()).path("message").asText().lines().findFirst())
        .contains("Apply failed with 80000 conflicts: conflicts with \"one\":");
  }

  private static HttpResponse<String> apply(String manager, String value) {
    String keys =
        IntStream.range(0, 40_000)
            .mapToObj(key -> "\"k%d\": \"%s\"".formatted(key, value))
            .collect(Collectors.joining(",", "{", "}"));
    return server.send(
        "PATCH",
        "/api/v1/namespaces/default/configmaps/applied?fieldManager=" + manager,
        "application/apply-patch+yaml",
        "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"data\": " + keys + "}");
  }
}
