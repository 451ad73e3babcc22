package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dry runs of subresources, of what allocates something, and of custom objects. */
class DryRunOfPartsTest extends DryRuns {
  /** These are not part of an object, or have tests of their own. */
  private static final List<String> ELSEWHERE =
      List.of("eviction", "binding", "token", "exec", "attach", "log", "portforward", "proxy");

  private static List<Arguments> subresources() {
    return types().stream()
        .flatMap(
            type ->
                type.subresources().stream()
                    .filter(subresource -> !ELSEWHERE.contains(subresource))
                    .map(subresource -> Arguments.of(type, subresource)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("subresources")
  void a_dry_run_write_to_a_subresource_stores_nothing(ResourceType type, String subresource) {
    KubeObject there = create(type, freshName());
    String path = path(type, there) + "/" + subresource;
    String patch =
        switch (subresource) {
          case "scale" -> "{\"spec\":{\"replicas\":7}}";
          case "ephemeralcontainers" ->
              "{\"spec\":{\"ephemeralContainers\":[{\"name\":\"d\",\"image\":\"busybox\"}]}}";
          default -> "{\"metadata\":{\"annotations\":{\"tried\":\"yes\"}}}";
        };

    if (!subresource.equals("finalize")) { // it only accepts an update
      tried("PATCH", path, "application/merge-patch+json", patch, 200);
    }
    JsonNode whole = subresource.equals("scale") ? json(server.get(path)) : there.json();
    JsonNode sent = Yaml.object(whole.toString()).json();
    ((ObjectNode) sent.path("spec")).put("replicas", 7);
    tried("PUT", path, JSON, sent.toString(), 200);
  }

  @Test
  void a_dry_run_eviction_leaves_the_pod() {
    KubeObject pod = create(ResourceTypes.PODS, freshName());
    String path = path(ResourceTypes.PODS, pod) + "/eviction";
    String eviction =
        "{\"apiVersion\":\"policy/v1\",\"kind\":\"Eviction\",\"metadata\":{\"name\":\"%s\"}%s}";

    tried("POST", path, JSON, eviction.formatted(pod.name(), ""), 201);
    unchanged(
        () ->
            server.send(
                "POST",
                path,
                JSON,
                eviction.formatted(pod.name(), ",\"deleteOptions\":" + OPTIONS)),
        201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pods/%s/binding", "bindings"})
  void a_dry_run_binding_leaves_the_pod_without_a_node(String path) {
    KubeObject pod = create(ResourceTypes.PODS, freshName());
    String binding =
        "{\"apiVersion\":\"v1\",\"kind\":\"Binding\",\"metadata\":{\"name\":\"%s\"},\"target\":{\"kind\":\"Node\",\"name\":\"n\"}}"
            .formatted(pod.name());

    tried("POST", "/api/v1/namespaces/default/" + path.formatted(pod.name()), JSON, binding, 201);

    assertThat(json(server.get(path(ResourceTypes.PODS, pod))).at("/spec").has("nodeName"))
        .isFalse();
  }

  @Test
  void a_dry_run_token_request_stores_nothing() {
    tried(
        "POST",
        "/api/v1/namespaces/default/serviceaccounts/default/token",
        JSON,
        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":{}}",
        201);
  }

  @Test
  void a_dry_run_service_allocates_no_address_and_no_node_port() {
    KubeObject first = Samples.of(ResourceTypes.SERVICES, freshName());
    JsonNode tried = tried("POST", collection(ResourceTypes.SERVICES), first, 201);
    KubeObject second =
        Samples.of(ResourceTypes.SERVICES, freshName())
            .edit(
                json -> {
                  json.withObject("/spec").set("clusterIP", tried.at("/spec/clusterIP"));
                  json.withObject("/spec").set("ports", tried.at("/spec/ports"));
                });

    assertThat(
            server
                .send("POST", collection(ResourceTypes.SERVICES), JSON, second.json().toString())
                .statusCode())
        .isEqualTo(201);
  }

  @Test
  void a_dry_run_write_to_a_custom_object_stores_nothing() {
    String widgets = "/apis/example.com/v1/namespaces/default/widgets";
    String widget =
        "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Kindwidget\",\"metadata\":{\"name\":\"w\"}}";
    tried("POST", widgets, JSON, widget, 201);
    assertThat(server.send("POST", widgets, JSON, widget).statusCode()).isEqualTo(201);

    tried("DELETE", widgets + "/w", JSON, "", 200);
    unchanged(() -> server.send("DELETE", widgets, JSON, OPTIONS), 200);
  }
}
