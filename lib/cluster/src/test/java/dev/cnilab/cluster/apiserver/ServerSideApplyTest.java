package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Server-side apply, and the managers of fields. */
class ServerSideApplyTest extends PatchedServer {
  private static final String APPLY = "application/apply-patch+yaml";

  private static String fields(String name, String manager) {
    for (JsonNode entry :
        Json.parse(server.get(MAPS + name).body()).at("/metadata/managedFields")) {
      if (entry.path("manager").asText().equals(manager)) {
        return entry.path("fieldsV1").toString();
      }
    }
    return "";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{data: {a: 1}} | .data.a: expected string, got &value.valueUnstructured{Value:1}",
        "{data: [x, {b: 2}]} | .data: expected map, got &{[x map[b:2]]}",
        "{immutable: sometimes} | .immutable: expected boolean, got &{sometimes}",
        "{metadata: {finalizers: a/b}} | .metadata.finalizers: expected list, got &{a/b}",
        "{metadata: {generation: x}}"
            + " | .metadata.generation: expected numeric (int or float), got string",
      })
  void an_apply_configuration_of_the_wrong_type_is_rejected(String configuration, String words) {
    HttpResponse<String> refused =
        patch(
            "unfit?fieldManager=m",
            APPLY,
            "apiVersion: v1\nkind: ConfigMap\n" + configuration.replaceAll("^\\{|}$", ""));

    assertThat(refused.statusCode()).isEqualTo(500);
    assertThat(message(refused))
        .isEqualTo("failed to create typed patch object (/; /v1, Kind=ConfigMap): " + words);
  }

  @Test
  void duplicate_keys_of_an_applied_list_are_rejected() {
    HttpResponse<String> refused =
        server.send(
            "PATCH",
            "/api/v1/namespaces/default/services/double?fieldManager=m",
            APPLY,
            """
            {apiVersion: v1, kind: Service,
             spec: {ports: [{port: 80, protocol: TCP, name: a}, {port: 80, name: b}]}}
            """);

    assertThat(message(refused))
        .endsWith(": .spec.ports: duplicate entries for key [port=80,protocol=\"TCP\"]");
  }

  @Test
  void an_empty_list_of_managed_fields_is_rejected() {
    HttpResponse<String> refused =
        server.send(
            "PATCH",
            "/api/v1/namespaces/default/configmaps/listed?fieldManager=m",
            APPLY,
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: listed, managedFields: []}}");

    assertThat(message(refused)).isEqualTo("metadata.managedFields must be nil");
  }

  @Test
  void an_atomic_selector_is_managed_and_replaced_as_a_whole() {
    String path = "/api/v1/namespaces/default/services/whole?fieldManager=m";
    String service = "{apiVersion: v1, kind: Service, spec: {selector: %s, ports: [{port: 80}]}}";
    server.send("PATCH", path, APPLY, service.formatted("{a: b, c: d}"));
    JsonNode applied =
        Json.parse(server.send("PATCH", path, APPLY, service.formatted("{a: b}")).body());

    assertThat(applied.at("/spec/selector")).isEqualTo(Json.parse("{\"a\": \"b\"}"));
    assertThat(applied.at("/metadata/managedFields/0/fieldsV1/f:spec/f:selector"))
        .isEqualTo(Json.object());
  }

  @Test
  void managed_fields_of_a_new_namespace_contain_its_label_and_no_spec() {
    JsonNode made =
        Json.parse(
            server
                .send(
                    "POST",
                    "/api/v1/namespaces?fieldManager=maker",
                    "application/json",
                    "{\"metadata\":{\"name\":\"labelled\"},\"spec\":{}}")
                .body());

    assertThat(made.at("/metadata/managedFields/0/fieldsV1"))
        .isEqualTo(
            Json.parse(
                """
                {"f:metadata": {"f:labels": {".": {}, "f:kubernetes.io/metadata.name": {}}}}
                """));
  }

  @Test
  void the_creator_of_a_map_owns_it_even_after_its_keys_are_removed() {
    map("emptied", "{\"a\":\"1\"}");
    assertThat(fields("emptied", "maker")).isEqualTo("{\"f:data\":{\".\":{},\"f:a\":{}}}");

    server.send(
        "PATCH", MAPS + "emptied?fieldManager=other", MERGE, "{\"data\":{\"a\":null,\"b\":\"2\"}}");

    assertThat(fields("emptied", "maker")).isEqualTo("{\"f:data\":{}}");
    assertThat(fields("emptied", "other")).isEqualTo("{\"f:data\":{\"f:b\":{}}}");
  }

  @Test
  void dropping_a_field_keeps_the_fields_of_other_managers() {
    String map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: shared}, data: %s}";
    apply("one", map.formatted("{a: '1', b: '2'}"));
    apply("two", map.formatted("{c: '3'}"));

    apply("two", "{apiVersion: v1, kind: ConfigMap, metadata: {name: shared}}");

    assertThat(Json.parse(server.get(MAPS + "shared").body()).path("data").toString())
        .isEqualTo("{\"a\":\"1\",\"b\":\"2\"}");
  }

  private static void apply(String manager, String configuration) {
    HttpResponse<String> applied =
        server.send("PATCH", MAPS + "shared?fieldManager=" + manager, APPLY, configuration);
    assertThat(applied.statusCode()).as(applied.body()).isIn(200, 201);
  }

  private static final String STATUS = "/apis/apps/v1/namespaces/default/deployments/%s/status";

  private static void deployment(String name) {
    server.create(
        ResourceTypes.DEPLOYMENTS,
        ("{metadata: {name: %s, namespace: default}, spec: {selector: {matchLabels: {a: b}},"
                + " template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image:"
                + " i}]}}}}")
            .formatted(name));
  }

  private static JsonNode applyStatus(String name, String manager, String status) {
    return Json.parse(
        server
            .send(
                "PATCH",
                STATUS.formatted(name) + "?fieldManager=" + manager,
                APPLY,
                "{apiVersion: apps/v1, kind: Deployment, metadata: {labels: {l: m}},"
                    + " spec: {replicas: 9}, status: "
                    + status
                    + "}")
            .body());
  }

  private static final String CONDITION =
      "{type: %s, status: 'True', reason: %s, lastUpdateTime: '2026-01-01T00:00:00Z',"
          + " lastTransitionTime: '2026-01-01T00:00:00Z'}";

  @Test
  void an_applied_status_is_merged_by_keys_and_has_its_own_managers() {
    deployment("told");
    applyStatus("told", "one", "{conditions: [" + CONDITION.formatted("A", "First") + "]}");
    JsonNode told =
        applyStatus("told", "two", "{conditions: [" + CONDITION.formatted("B", "Second") + "]}");

    assertThat(told.at("/status/conditions").findValuesAsText("type")).containsExactly("A", "B");
    assertThat(told.at("/spec/replicas").asInt()).isEqualTo(1);
    assertThat(told.at("/metadata/labels").isMissingNode()).isTrue();
    assertThat(told.at("/metadata/managedFields").findValuesAsText("subresource"))
        .containsExactly("status", "status");
    assertThat(
            applyStatus("told", "two", "{conditions: [" + CONDITION.formatted("A", "Mine") + "]}")
                .path("message")
                .asText())
        .isEqualTo(
            "Apply failed with 1 conflict: conflict with \"one\" with subresource \"status\":"
                + " .status.conditions[type=\"A\"].reason");

    JsonNode after = applyStatus("told", "two", "{}");
    assertThat(after.at("/status/conditions").findValuesAsText("type")).containsExactly("A");
  }

  @Test
  void applying_the_status_of_a_missing_object_is_404() {
    assertThat(applyStatus("nowhere", "one", "{replicas: 1}").path("code").asInt()).isEqualTo(404);
  }

  @Test
  void a_status_update_without_managed_fields_keeps_the_managers() {
    deployment("kept");
    applyStatus("kept", "one", "{collisionCount: 3}");

    JsonNode kept =
        Json.parse(
            server
                .send(
                    "PUT",
                    STATUS.formatted("kept") + "?fieldManager=putter",
                    "application/json",
                    "{\"metadata\":{\"name\":\"kept\"},\"status\":{\"collisionCount\":3,\"replicas\":2}}")
                .body());

    assertThat(kept.at("/metadata/managedFields").findValuesAsText("manager"))
        .containsExactly("one", "putter");
    assertThat(kept.at("/metadata/managedFields/1/fieldsV1").toString())
        .isEqualTo("{\"f:status\":{\"f:replicas\":{}}}");
  }

  @Test
  void list_items_are_merged_by_all_of_their_keys() {
    String service =
        """
        {apiVersion: v1, kind: Service, metadata: {name: names, namespace: default},
         spec: {selector: {app: %s}, ports: [
          {name: udp, port: 53, protocol: UDP, targetPort: 53},
          {name: tcp, port: 53, targetPort: 53},
          {name: metrics, port: 9153, protocol: TCP, targetPort: 9153}]}}
        """;
    server.create(ResourceTypes.SERVICES, service.formatted("one"));

    HttpResponse<String> applied =
        server.send(
            "PATCH",
            "/api/v1/namespaces/default/services/names?fieldManager=one&force=true",
            APPLY,
            service.formatted("two"));

    assertThat(applied.statusCode()).as(applied.body()).isEqualTo(200);
    JsonNode ports =
        Json.parse(server.get("/api/v1/namespaces/default/services/names").body())
            .at("/spec/ports");
    assertThat(ports.findValuesAsText("name")).containsExactly("udp", "tcp", "metrics");
    assertThat(ports.findValuesAsText("protocol")).containsExactly("UDP", "TCP", "TCP");
  }

  @Test
  void an_applied_scale_has_its_own_manager() {
    deployment("scaled");
    JsonNode scale =
        Json.parse(
            server
                .send(
                    "PATCH",
                    STATUS.formatted("scaled").replace("/status", "/scale")
                        + "?fieldManager=one&force=true",
                    APPLY,
                    "{apiVersion: autoscaling/v1, kind: Scale, spec: {replicas: 3}}")
                .body());

    assertThat(scale.path("kind").asText()).isEqualTo("Scale");
    assertThat(scale.at("/spec/replicas").asInt()).isEqualTo(3);
    JsonNode deployment =
        Json.parse(server.get(STATUS.formatted("scaled").replace("/status", "")).body());
    assertThat(deployment.at("/metadata/managedFields/0/subresource").asText()).isEqualTo("scale");
  }

  @Test
  @EnabledIf(
      value = "dev.cnilab.cluster.kubectl.Kubectl#isInstalled",
      disabledReason = "there is no kubectl on PATH")
  void server_side_apply_updates_the_last_applied_annotation() {
    String map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: both}, data: {a: '%s'}}";
    server.kubectlWithInput("# YAML\n" + map.formatted(1), "apply", "-f", "-").succeeded();
    server
        .kubectlWithInput("# YAML\n" + map.formatted(2), "apply", "--server-side", "-f", "-")
        .succeeded();

    assertThat(server.kubectl("apply", "view-last-applied", "cm", "both").succeeded())
        .contains("a: \"2\"")
        .doesNotContain("annotations");
  }
}
