package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A dry run is answered like the real request, and changes nothing. */
class DryRunTest {
  private static final String JSON = "application/json";
  private static final String OPTIONS = "{\"dryRun\":[\"All\"]}";
  private static final AtomicInteger COUNT = new AtomicInteger();
  @AutoClose private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
    create(ResourceTypes.CUSTOM_RESOURCE_DEFINITIONS, "widget");
  }

  private static List<ResourceType> types() {
    return Samples.types();
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_dry_create_stores_nothing(ResourceType type) {
    String name = freshName();
    JsonNode created = tried("POST", collection(type), Samples.of(type, name), 201);

    assertThat(created.at("/metadata/uid").asText()).isNotEmpty();
    assertThat(created.at("/metadata").has("resourceVersion")).isFalse();
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_dry_update_stores_nothing(ResourceType type) {
    KubeObject there = create(type, freshName());

    JsonNode labelled = tried("PUT", path(type, there), there.edit(DryRunTest::label), 200);

    assertThat(labelled.at("/metadata/labels/tried").asText()).isEqualTo("yes");
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_dry_patch_of_any_type_stores_nothing(ResourceType type) {
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
  void a_dry_apply_stores_nothing_whether_the_object_is_there_or_not(ResourceType type) {
    KubeObject there = create(type, freshName());
    KubeObject absent = Samples.of(type, freshName());

    applied(type, Samples.of(type, there.name().split("s\\.", 2)[0]).edit(DryRunTest::label), 200);
    applied(type, absent, 201);
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_dry_delete_by_query_or_body_leaves_the_object(ResourceType type) {
    KubeObject there = create(type, freshName());
    String path = path(type, there);

    tried("DELETE", path, JSON, "", 200);
    unchanged(() -> server.send("DELETE", path, JSON, OPTIONS), 200);
    unchanged(() -> server.send("DELETE", path, JSON, foreground()), 200);
    unchanged(() -> server.send("DELETE", path + "?dryRun=All", JSON, "{}"), 200);
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_dry_delete_of_a_collection_by_query_or_body_leaves_its_objects(ResourceType type) {
    create(type, freshName());
    if (type.verbs().contains("deletecollection")) {
      tried("DELETE", collection(type), JSON, "", 200);
      unchanged(() -> server.send("DELETE", collection(type), JSON, OPTIONS), 200);
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_dry_update_that_drops_the_last_finalizer_of_what_goes_leaves_it(ResourceType type) {
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

  /** These are no part of an object, or have tests of their own. */
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
  void a_dry_write_to_a_subresource_stores_nothing(ResourceType type, String subresource) {
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
  void a_dry_eviction_by_query_or_body_leaves_the_pod() {
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
  void a_dry_binding_leaves_the_pod_without_a_node(String path) {
    KubeObject pod = create(ResourceTypes.PODS, freshName());
    String binding =
        "{\"apiVersion\":\"v1\",\"kind\":\"Binding\",\"metadata\":{\"name\":\"%s\"},\"target\":{\"kind\":\"Node\",\"name\":\"n\"}}"
            .formatted(pod.name());

    tried("POST", "/api/v1/namespaces/default/" + path.formatted(pod.name()), JSON, binding, 201);

    assertThat(json(server.get(path(ResourceTypes.PODS, pod))).at("/spec").has("nodeName"))
        .isFalse();
  }

  @Test
  void a_dry_request_for_a_token_stores_nothing() {
    tried(
        "POST",
        "/api/v1/namespaces/default/serviceaccounts/default/token",
        JSON,
        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenRequest\",\"spec\":{}}",
        201);
  }

  @Test
  void a_dry_service_takes_no_address_and_no_node_port_from_another() {
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
  void a_dry_write_to_a_custom_object_stores_nothing() {
    String widgets = "/apis/example.com/v1/namespaces/default/widgets";
    String widget =
        "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Kindwidget\",\"metadata\":{\"name\":\"w\"}}";
    tried("POST", widgets, JSON, widget, 201);
    assertThat(server.send("POST", widgets, JSON, widget).statusCode()).isEqualTo(201);

    tried("DELETE", widgets + "/w", JSON, "", 200);
    unchanged(() -> server.send("DELETE", widgets, JSON, OPTIONS), 200);
  }

  @ParameterizedTest
  @CsvSource({"pods,Pod", "services,Service", "namespaces,Namespace", "configmaps,Status"})
  void a_dry_delete_is_answered_as_a_real_one(String plural, String kind) {
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
  void other_values_of_dryRun_are_refused(String method, String options) {
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
  void other_values_of_dryRun_in_a_body_are_refused() {
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
  void a_delete_at_another_version_is_a_conflict() {
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

  private static void applied(ResourceType type, KubeObject object, int code) {
    tried(
        "PATCH",
        path(type, object) + "?fieldManager=test&force=true",
        "application/apply-patch+yaml",
        object.json().toString(),
        code);
  }

  private static JsonNode tried(String method, String path, KubeObject body, int code) {
    return tried(method, path, JSON, body.json().toString(), code);
  }

  private static JsonNode tried(
      String method, String path, String contentType, String body, int code) {
    String query = path.contains("?") ? "&dryRun=All" : "?dryRun=All";
    return unchanged(() -> server.send(method, path + query, contentType, body), code);
  }

  private static JsonNode unchanged(Supplier<HttpResponse<String>> request, int code) {
    String before = revision();
    HttpResponse<String> response = request.get();
    assertThat(response.statusCode()).as(response.body()).isEqualTo(code);
    assertThat(revision()).as("the store's version").isEqualTo(before);
    return json(response);
  }

  private static String revision() {
    return json(server.get("/api/v1/namespaces?limit=1")).at("/metadata/resourceVersion").asText();
  }

  private static String foreground() {
    return "{\"propagationPolicy\":\"Foreground\",\"dryRun\":[\"All\"]}";
  }

  private static KubeObject create(ResourceType type, String name) {
    return create(type, Samples.of(type, name));
  }

  /** Creates an object and returns it after the definitions' controller has handled it. */
  private static KubeObject create(ResourceType type, KubeObject object) {
    HttpResponse<String> created =
        server.send("POST", collection(type), JSON, object.json().toString());
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    server.loop().advance(Duration.ofMillis(1));
    return KubeObject.of((ObjectNode) json(server.get(path(type, object))));
  }

  private static void label(ObjectNode json) {
    json.withObject("/metadata").withObject("/labels").put("tried", "yes");
  }

  private static String freshName() {
    return "sample" + COUNT.incrementAndGet();
  }

  private static String collection(ResourceType type) {
    String group =
        type.group().isEmpty() ? "/api/v1" : "/apis/" + type.group() + "/" + type.version();
    return group
        + (type.namespaced() ? "/namespaces/default/" : "/")
        + type.plural().toLowerCase(Locale.ROOT);
  }

  private static String path(ResourceType type, KubeObject object) {
    return collection(type) + "/" + object.name();
  }

  private static JsonNode json(HttpResponse<String> response) {
    return Json.parse(response.body());
  }
}
