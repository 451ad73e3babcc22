package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a CustomResourceDefinition's schema is published, and how it affects its objects. */
class PublishedSchemaTest {
  private static final String NAME = "com.example.net.v1.Pool";

  @AutoClose private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer();
  }

  private void define(String kind, String schema) {
    server.create(
        ResourceTypes.CUSTOM_RESOURCE_DEFINITIONS,
        """
        metadata: {name: %1$s.net.example.com}
        spec:
          group: net.example.com
          scope: Namespaced
          names: {plural: %1$s, kind: %2$s}
          versions:
          - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: %3$s}}
        """
            .formatted(kind.toLowerCase(java.util.Locale.ROOT) + "s", kind, schema));
  }

  private JsonNode definition() {
    return Json.parse(server.get("/openapi/v2").body()).at("/definitions/" + NAME);
  }

  @Test
  void the_openapi_v2_schema_keeps_all_that_version_2_supports() {
    define(
        "Pool",
        """
        {type: object, required: [size, note], properties: {
          mode: {type: string, enum: [A, B], description: How.},
          size: {type: integer, minimum: 1, anyOf: [{maximum: 5}, {minimum: 9}]},
          note: {type: string, nullable: true},
          rest: {type: object, x-kubernetes-preserve-unknown-fields: true,
                 properties: {a: {type: string}}}}}\
        """);

    JsonNode definition = definition();

    assertThat(definition.path("type").asText()).isEqualTo("object");
    assertThat(definition.path("required")).isEqualTo(Json.parse("[\"size\"]"));
    assertThat(definition.at("/properties/mode"))
        .isEqualTo(
            Json.parse("{\"type\":\"string\",\"enum\":[\"A\",\"B\"],\"description\":\"How.\"}"));
    assertThat(definition.at("/properties/size"))
        .isEqualTo(Json.parse("{\"type\":\"integer\",\"minimum\":1}"));
    assertThat(definition.at("/properties/note")).isEqualTo(Json.object());
    assertThat(definition.at("/properties/rest"))
        .isEqualTo(Json.parse("{\"x-kubernetes-preserve-unknown-fields\":true}"));
    assertThat(definition.at("/properties/metadata/$ref").asText())
        .isEqualTo("#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");
    assertThat(definition.at("/x-kubernetes-group-version-kind/0/kind").asText()).isEqualTo("Pool");
  }

  @Test
  void empty_schema_attributes_are_not_published() {
    define(
        "Pool",
        """
        {type: object, properties: {list: {type: array, items: {type: string, format: "",
          description: "", nullable: false, uniqueItems: false, title: ""}}}}\
        """);

    assertThat(definition().at("/properties/list/items"))
        .isEqualTo(Json.parse("{\"type\":\"string\"}"));
  }

  @Test
  void a_schema_that_preserves_unknown_fields_publishes_no_properties() {
    define("Pool", "{type: object, x-kubernetes-preserve-unknown-fields: true}");

    JsonNode definition = definition();

    assertThat(definition.path("type").asText()).isEqualTo("object");
    assertThat(definition.has("properties")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openapi/v2", "/openapi/v3/api/v1"})
  void an_unchanged_openapi_document_is_304(String document) {
    String tag = server.get(document).headers().firstValue("ETag").orElseThrow();

    assertThat(ifNot(document, tag).statusCode()).isEqualTo(304);
    define("Pool", "{type: object}");
    assertThat(ifNot(document, tag).statusCode()).isEqualTo(200);
  }

  @Test
  void a_default_added_later_applies_to_stored_objects() {
    String path = "/apis/net.example.com/v1/namespaces/default/pools";
    define("Pool", "{type: object, properties: {mode: {type: string}}}");
    server.send("POST", path, "application/json", "{\"metadata\": {\"name\": \"p\"}}");
    server.send(
        "PATCH",
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/pools.net.example.com",
        "application/json-patch+json",
        "[{\"op\": \"add\", \"path\": \"/spec/versions/0/schema/openAPIV3Schema/properties/mode"
            + "/default\", \"value\": \"A\"}]");

    assertThat(Json.parse(server.get(path + "/p").body()).path("mode").asText()).isEqualTo("A");
    assertThat(Json.parse(server.get(path).body()).at("/items/0/mode").asText()).isEqualTo("A");
  }

  @Test
  void an_apply_configuration_with_unknown_metadata_is_rejected() {
    define(
        "Pool",
        """
        {type: object, properties: {
          inner: {type: object, x-kubernetes-embedded-resource: true, properties: {
            spec: {type: object, x-kubernetes-preserve-unknown-fields: true}}}}}\
        """);

    assertThat(
            Json.parse(
                    server
                        .send(
                            "PATCH",
                            "/apis/net.example.com/v1/namespaces/default/pools/p?fieldManager=m",
                            "application/apply-patch+yaml",
                            """
                            apiVersion: net.example.com/v1
                            kind: Pool
                            metadata: {name: p, colour: red}
                            inner: {metadata: {name: i, size: 1}, spec: {a: 1}}
                            """)
                        .body())
                .path("message")
                .asText())
        .endsWith(
            "Kind=Pool): errors:\n  .metadata.colour: field not declared in schema\n"
                + "  .inner.metadata.size: field not declared in schema");
  }

  private HttpResponse<String> ifNot(String document, String tag) {
    return server.send(
        HttpRequest.newBuilder(server.uri(document))
            .header("Authorization", "Bearer " + server.endpoint().kubeconfig().token())
            .header("If-None-Match", tag)
            .build());
  }
}
