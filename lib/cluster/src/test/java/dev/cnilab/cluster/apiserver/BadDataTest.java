package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real API server refuses never reaches the store, in a spec or in a status. */
class BadDataTest {
  private static final String MERGE = "application/merge-patch+json";
  private static final AtomicInteger COUNT = new AtomicInteger();
  @AutoClose private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Pod | {startTime: never} | parsing time \"never\" as \"2006-01-02T15:04:05Z07:00\": cannot"
            + " parse \"never\" as \"2006\"",
        "Job | {completionTime: bad} | parsing time \"bad\" as \"2006-01-02T15:04:05Z07:00\":"
            + " cannot parse \"bad\" as \"2006\"",
        "Pod | {startTime: '2026-01-01'} | parsing time \"2026-01-01\" as"
            + " \"2006-01-02T15:04:05Z07:00\": cannot parse \"\" as \"T\"",
        "Pod | {startTime: '2026-13-01T00:00:00Z'} | parsing time \"2026-13-01T00:00:00Z\": month"
            + " out of range",
        "Pod | {startTime: '2026-02-30T00:00:00Z'} | parsing time \"2026-02-30T00:00:00Z\": day out"
            + " of range",
        "Pod | {startTime: '2026-01-01T00:00:00Zz'} | parsing time \"2026-01-01T00:00:00Zz\": extra"
            + " text: \"z\"",
        "Pod | {phase: 7} | json: cannot unmarshal number into Go struct field"
            + " PodStatus.status.phase of type v1.PodPhase",
        "Job | {active: 99999999999} | json: cannot unmarshal number 99999999999 into Go struct"
            + " field JobStatus.status.active of type int32",
        "Node | {conditions: [{type: Ready, status: 'True', lastHeartbeatTime: soon}]} | parsing"
            + " time \"soon\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"soon\" as \"2006\"",
      })
  void a_value_of_the_wrong_type_is_400_or_an_invalid_patch(
      String kind, String status, String words) {
    ResourceType type = type(kind);
    KubeObject there = create(type);
    JsonNode sent = there.edit(json -> json.set("status", Yaml.object(status).json())).json();

    HttpResponse<String> response =
        server.send("PUT", path(type, there) + "/status", "application/json", sent.toString());

    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(message(response))
        .isEqualTo(
            "%s in version \"v1\" cannot be handled as a %s: %s".formatted(kind, kind, words));
    assertThat(patch(type, there, "/status", "{status: " + status + "}").statusCode())
        .isEqualTo(422);
  }

  @Test
  void a_node_port_out_of_range_or_already_allocated_is_rejected() {
    ResourceType type = type("Service");
    KubeObject first = create(type);
    int taken = first.at("/spec/ports/0/nodePort").asInt();

    refusedPort(
        80, "provided port is not in the valid range. The range of valid ports is 30000-32767");
    refusedPort(taken, "provided port is already allocated");
  }

  @Test
  void a_patch_that_renames_an_object_is_rejected() {
    KubeObject service = create(type("Service"));

    HttpResponse<String> response =
        patch(type("Service"), service, "", "{metadata: {name: other}}");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(message(response))
        .isEqualTo(
            "the name of the object (other) does not match the name on the URL (%s)"
                .formatted(service.name()));
  }

  @Test
  void ports_of_different_protocols_share_a_node_port() {
    String ports =
        """
        [{"name": "t", "port": 53}, {"name": "u", "port": 53, "protocol": "UDP"},
         {"name": "v", "port": 54, "nodePort": 30054},
         {"name": "w", "port": 54, "protocol": "UDP", "nodePort": 30054}]\
        """;
    KubeObject service =
        Samples.of(type("Service"), "twofold")
            .edit(json -> json.withObject("/spec").set("ports", Json.parse(ports)));

    HttpResponse<String> response =
        server.send(
            "POST",
            "/api/v1/namespaces/default/services",
            "application/json",
            service.json().toString());

    JsonNode made = Json.parse(response.body()).at("/spec/ports");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    assertThat(made.at("/0/nodePort").asInt()).isEqualTo(made.at("/1/nodePort").asInt());
    assertThat(made.at("/2/nodePort").asInt()).isEqualTo(30054);
    assertThat(made.at("/3/nodePort").asInt()).isEqualTo(30054);
  }

  private static void refusedPort(int port, String why) {
    String name = "sample" + COUNT.incrementAndGet();
    KubeObject service =
        Samples.of(type("Service"), name)
            .edit(json -> ((ObjectNode) json.at("/spec/ports/0")).put("nodePort", port));

    HttpResponse<String> response =
        server.send(
            "POST",
            "/api/v1/namespaces/default/services",
            "application/json",
            service.json().toString());

    assertThat(message(response))
        .isEqualTo(
            "Service \"%s\" is invalid: spec.ports[0].nodePort: Invalid value: %d: %s"
                .formatted(name, port, why));
  }

  @Test
  void a_pod_with_an_explicit_priority_is_rejected() {
    HttpResponse<String> response =
        server.send(
            "POST",
            "/api/v1/namespaces/default/pods",
            "application/json",
            Samples.of(type("Pod"), "important")
                .edit(json -> json.withObject("/spec").put("priority", 5))
                .json()
                .toString());

    assertThat(message(response))
        .isEqualTo(
            "pods \"important\" is forbidden: the integer value of priority (5) must not be"
                + " provided in pod spec; priority admission controller computed 0 from the given"
                + " PriorityClass name");
  }

  @Test
  void a_scale_of_the_wrong_type_is_rejected() {
    ResourceType type = type("Deployment");
    KubeObject there = create(type);

    HttpResponse<String> response = patch(type, there, "/scale", "{spec: {replicas: many}}");

    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(message(response))
        .endsWith(
            "json: cannot unmarshal string into Go struct field ScaleSpec.spec.replicas of type"
                + " int32");
  }

  private static HttpResponse<String> patch(
      ResourceType type, KubeObject object, String subresource, String yaml) {
    return server.send(
        "PATCH", path(type, object) + subresource, MERGE, Yaml.object(yaml).json().toString());
  }

  private static KubeObject create(ResourceType type) {
    String name = "sample" + COUNT.incrementAndGet();
    return server.call(() -> server.client().create(type, Samples.of(type, name)));
  }

  private static ResourceType type(String kind) {
    return Samples.types().stream()
        .filter(type -> type.kind().equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static String path(ResourceType type, KubeObject object) {
    String group =
        type.group().isEmpty() ? "/api/v1" : "/apis/" + type.group() + "/" + type.version();
    return group
        + (type.namespaced() ? "/namespaces/default/" : "/")
        + type.plural()
        + "/"
        + object.name();
  }

  private static String message(HttpResponse<String> response) {
    return Json.parse(response.body()).path("message").asText();
  }

  @Test
  void finalizers_of_a_terminating_object_can_be_removed_but_not_added() {
    String path = "/api/v1/namespaces/default/configmaps/kept";
    server.send(
        "POST",
        "/api/v1/namespaces/default/configmaps",
        "application/json",
        "{\"metadata\":{\"name\":\"kept\",\"finalizers\":[\"a.io/a\",\"a.io/b\"]}}");
    server.send("DELETE", path, "application/json", "");

    HttpResponse<String> more =
        server.send(
            "PATCH", path, MERGE, "{\"metadata\":{\"finalizers\":[\"a.io/a\",\"a.io/c\"]}}");
    HttpResponse<String> fewer =
        server.send("PATCH", path, MERGE, "{\"metadata\":{\"finalizers\":[\"a.io/a\"]}}");

    assertThat(Json.parse(more.body()).path("message").asText())
        .isEqualTo(
            "ConfigMap \"kept\" is invalid: metadata.finalizers: Forbidden: no new finalizers can"
                + " be added if the object is being deleted, found new finalizers"
                + " []string{\"a.io/c\"}");
    assertThat(fewer.statusCode()).isEqualTo(200);
  }
}
