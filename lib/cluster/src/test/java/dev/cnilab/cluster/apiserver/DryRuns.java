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

/** Requests with dryRun, and what they must leave as it was. */
abstract class DryRuns {
  static final String JSON = "application/json";
  static final String OPTIONS = "{\"dryRun\":[\"All\"]}";
  static final AtomicInteger COUNT = new AtomicInteger();
  @AutoClose static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
    create(ResourceTypes.CUSTOM_RESOURCE_DEFINITIONS, "widget");
  }

  static List<ResourceType> types() {
    return Samples.types();
  }

  static JsonNode tried(String method, String path, KubeObject body, int code) {
    return tried(method, path, JSON, body.json().toString(), code);
  }

  static JsonNode tried(String method, String path, String contentType, String body, int code) {
    String query = path.contains("?") ? "&dryRun=All" : "?dryRun=All";
    return unchanged(() -> server.send(method, path + query, contentType, body), code);
  }

  static JsonNode unchanged(Supplier<HttpResponse<String>> request, int code) {
    String before = revision();
    HttpResponse<String> response = request.get();
    assertThat(response.statusCode()).as(response.body()).isEqualTo(code);
    assertThat(revision()).as("the store's version").isEqualTo(before);
    return json(response);
  }

  static String revision() {
    return json(server.get("/api/v1/namespaces?limit=1")).at("/metadata/resourceVersion").asText();
  }

  static KubeObject create(ResourceType type, String name) {
    return create(type, Samples.of(type, name));
  }

  /** Creates an object and returns it after the definitions' controller has handled it. */
  static KubeObject create(ResourceType type, KubeObject object) {
    HttpResponse<String> created =
        server.send("POST", collection(type), JSON, object.json().toString());
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    server.loop().advance(Duration.ofMillis(1));
    return KubeObject.of((ObjectNode) json(server.get(path(type, object))));
  }

  static String freshName() {
    return "sample" + COUNT.incrementAndGet();
  }

  static String collection(ResourceType type) {
    String group =
        type.group().isEmpty() ? "/api/v1" : "/apis/" + type.group() + "/" + type.version();
    return group
        + (type.namespaced() ? "/namespaces/default/" : "/")
        + type.plural().toLowerCase(Locale.ROOT);
  }

  static String path(ResourceType type, KubeObject object) {
    return collection(type) + "/" + object.name();
  }

  static JsonNode json(HttpResponse<String> response) {
    return Json.parse(response.body());
  }
}
