package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every invalid request is answered with a Status object with its code and its reason. */
class ApiErrorTest extends ErrorServer {
  @Test
  void creating_an_object_while_its_namesake_terminates_is_409() {
    server.create(
        ResourceTypes.CONFIG_MAPS,
        "{metadata: {name: leaving, namespace: default, finalizers: [example.test/hold]}}");
    server.send("DELETE", "/api/v1/namespaces/default/configmaps/leaving", "application/json", "");

    assertStatus(
        server.send(
            "POST",
            "/api/v1/namespaces/default/configmaps",
            "application/yaml",
            "{metadata: {name: leaving}}"),
        409,
        "AlreadyExists",
        "object is being deleted: configmaps \"leaving\" already exists");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          requests: {foo: 1} | [spec.containers[0].resources.requests[foo]: Invalid value: "foo": must be a standard resource type or fully qualified, spec.containers[0].resources.requests[foo]: Invalid value: "foo": must be a standard resource for containers]
          limits: {hugepages-2Mi: 1Mi} | [spec.containers[0].resources.limits[hugepages-2Mi]: Invalid value: "1Mi": 1Mi is not positive integer multiple of hugepages-2Mi, spec.containers[0].resources.requests[hugepages-2Mi]: Invalid value: "1Mi": 1Mi is not positive integer multiple of hugepages-2Mi, spec.containers[0].resources: Forbidden: HugePages require cpu or memory]
          """)
  void invalid_container_resources_are_422(String resources, String why) {
    assertStatus(
        server.send(
            "POST",
            "/api/v1/namespaces/default/pods",
            "application/yaml",
            "{metadata: {name: greedy}, spec: {containers: [{name: c, image: x, resources: {"
                + resources
                + "}}]}}"),
        422,
        "Invalid",
        "Pod \"greedy\" is invalid: " + why);
  }

  @Test
  void an_unknown_kind_is_404() {
    assertStatus(
        server.get("/apis/apps/v1/namespaces/default/gizmos"),
        404,
        "NotFound",
        "the server could not find the requested resource");
  }

  @Test
  void an_unknown_object_is_404_with_its_name() {
    HttpResponse<String> answer = server.get(PODS + "/nobody");

    assertStatus(answer, 404, "NotFound", "pods \"nobody\" not found");
    assertThat(Json.parse(answer.body()).at("/details").toString())
        .isEqualTo("{\"name\":\"nobody\",\"kind\":\"pods\"}");
  }

  @Test
  void an_invalid_name_is_422_with_the_field() {
    HttpResponse<String> answer = post(MAPS, "{\"metadata\":{\"name\":\"No_Good\"}}");

    assertStatus(
        answer,
        422,
        "Invalid",
        "ConfigMap \"No_Good\" is invalid: metadata.name: Invalid value: \"No_Good\": a lowercase"
            + " RFC 1123 subdomain must consist of");
    assertThat(Json.parse(answer.body()).at("/details/causes/0/field").asText())
        .isEqualTo("metadata.name");
  }

  @Test
  void an_invalid_field_is_422_with_its_path() {
    assertStatus(
        post(
            PODS,
            "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"restartPolicy\":\"Maybe\",\"containers\":"
                + "[{\"name\":\"c\"}]}}"),
        422,
        "Invalid",
        "Pod \"p\" is invalid: [spec.containers[0].image: Required value, spec.restartPolicy:"
            + " Unsupported value: \"Maybe\": supported values: \"Always\", \"OnFailure\","
            + " \"Never\"]");
  }

  @Test
  void a_deployment_whose_selector_does_not_match_its_template_is_422() {
    assertStatus(
        post(
            "/apis/apps/v1/namespaces/default/deployments",
            "{\"metadata\":{\"name\":\"d\"},\"spec\":{\"selector\":{\"matchLabels\":{\"a\":\"b\"}},"
                + "\"template\":{\"metadata\":{\"labels\":{\"a\":\"c\"}},\"spec\":{\"containers\":"
                + "[{\"name\":\"c\",\"image\":\"i\"}]}}}}"),
        422,
        "Invalid",
        "Deployment.apps \"d\" is invalid: spec.template.metadata.labels: Invalid value:"
            + " {\"a\":\"c\"}: `selector` does not match template `labels`");
  }

  @Test
  void renaming_a_container_of_a_pod_is_422() {
    server.create(
        ResourceTypes.PODS,
        "{metadata: {name: fixed, namespace: default}, spec: {containers: [{name: c, image: i}]}}");

    assertStatus(
        server.send(
            "PATCH",
            PODS + "/fixed",
            "application/json-patch+json",
            "[{\"op\":\"replace\",\"path\":\"/spec/containers/0/name\",\"value\":\"other\"}]"),
        422,
        "Invalid",
        "spec: Forbidden: pod updates may not change fields other than"
            + " `spec.containers[*].image`");
  }

  @Test
  void a_stale_resource_version_is_409() {
    KubeObject map =
        server.create(ResourceTypes.CONFIG_MAPS, "{metadata: {name: stale, namespace: default}}");
    put(map.edit(json -> json.withObject("/data").put("a", "b")));

    assertStatus(
        put(map.edit(json -> json.withObject("/data").put("c", "d"))),
        409,
        "Conflict",
        "Operation cannot be fulfilled on configmaps \"stale\": the object has been modified;"
            + " please apply your changes to the latest version and try again");
  }

  @Test
  void a_wrong_token_is_401() {
    assertStatus(
        server.send(
            HttpRequest.newBuilder(server.uri("/api/v1/pods"))
                .header("Authorization", "Bearer guess")
                .build()),
        401,
        "Unauthorized",
        "Unauthorized");
  }

  @Test
  void the_server_listens_only_on_the_loopback_interface() throws IOException {
    List<InetAddress> others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress())
            .toList();
    assumeThat(others).as("addresses that others could reach").isNotEmpty();

    assertThat(others)
        .allSatisfy(
            address ->
                assertThatThrownBy(() -> new Socket(address, server.endpoint().port()).close())
                    .isInstanceOf(ConnectException.class));
  }

  @Test
  void the_health_endpoint_needs_no_token() {
    assertThat(server.send(HttpRequest.newBuilder(server.uri("/readyz")).build()).body())
        .isEqualTo("ok");
  }

  @Test
  void a_service_account_without_a_role_is_403() {
    String token =
        Json.parse(
                post(
                        "/api/v1/namespaces/default/serviceaccounts/default/token",
                        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\","
                            + "\"spec\":{}}")
                    .body())
            .at("/status/token")
            .asText();

    assertStatus(
        server.send(
            HttpRequest.newBuilder(server.uri(PODS))
                .header("Authorization", "Bearer " + token)
                .build()),
        403,
        "Forbidden",
        "pods is forbidden: User \"system:serviceaccount:default:default\" cannot list resource"
            + " \"pods\" in API group \"\" in the namespace \"default\"");
  }

  @Test
  void a_watch_from_a_compacted_version_is_410() {
    for (int i = 0; i < 2100; i++) {
      String value = Integer.toString(i);
      server.create(
          ResourceTypes.CONFIG_MAPS, "{metadata: {generateName: many-, namespace: default}}");
      assertThat(value).isNotEmpty();
    }

    JsonNode event = Json.parse(server.get(MAPS + "?watch=1&resourceVersion=2").body());

    assertThat(event.path("type").asText()).isEqualTo("ERROR");
    assertThat(event.at("/object/code").asInt()).isEqualTo(410);
    assertThat(event.at("/object/reason").asText()).isEqualTo("Expired");
    assertThat(event.at("/object/message").asText()).startsWith("too old resource version: 2 (");
  }

  @Test
  void an_unsupported_method_is_405() {
    assertStatus(
        server.send("BREW", PODS, "application/json", ""),
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource");
  }

  @Test
  void a_missing_namespace_is_404_and_deleting_the_default_one_is_403() {
    assertStatus(
        post("/api/v1/namespaces/nowhere/configmaps", "{\"metadata\":{\"name\":\"a\"}}"),
        404,
        "NotFound",
        "namespaces \"nowhere\" not found");
    assertStatus(
        server.send("DELETE", "/api/v1/namespaces/default", "application/json", ""),
        403,
        "Forbidden",
        "namespaces \"default\" is forbidden: this namespace may not be deleted");
  }

  @Test
  void a_dry_run_create_stores_nothing() {
    assertThat(post(MAPS + "?dryRun=All", "{\"metadata\":{\"name\":\"dry\"}}").statusCode())
        .isEqualTo(201);
    assertThat(server.get(MAPS + "/dry").statusCode()).isEqualTo(404);
  }

  @Test
  void a_paginated_list_is_complete() {
    for (String name : new String[] {"c-1", "c-2", "c-3"}) {
      server.create(ResourceTypes.SECRETS, "{metadata: {name: " + name + ", namespace: default}}");
    }
    String path = "/api/v1/namespaces/default/secrets?limit=2";

    JsonNode first = Json.parse(server.get(path).body());
    JsonNode second =
        Json.parse(
            server.get(path + "&continue=" + first.at("/metadata/continue").asText()).body());

    assertThat(first.at("/metadata/remainingItemCount").asInt()).isEqualTo(1);
    assertThat(first.path("items")).hasSize(2);
    assertThat(second.at("/items/0/metadata/name").asText()).isEqualTo("c-3");
  }

  private static HttpResponse<String> put(KubeObject map) {
    return server.send("PUT", MAPS + "/" + map.name(), "application/json", map.toString());
  }
}
