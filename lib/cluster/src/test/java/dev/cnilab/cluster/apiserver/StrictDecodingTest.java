package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.Json;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Unknown and repeated fields, in the words and the order of Kubernetes 1.37.2. */
class StrictDecodingTest extends OddRequests {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";
  private static final String STRICT = "?dryRun=All&fieldValidation=Strict";
  private static final String JSON = "application/json";
  private static final String YAML = "application/yaml";
  private static final String MERGE = "application/merge-patch+json";
  private static final String STRATEGIC = "application/strategic-merge-patch+json";
  private static final String OPERATIONS = "application/json-patch+json";
  private static final String APPLY = "application/apply-patch+yaml";

  @BeforeAll
  static void create() {
    send("POST", MAPS, "{\"metadata\": {\"name\": \"here\"}, \"data\": {\"a\": \"b\"}}");
    send(
        "POST",
        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
        """
        {"metadata": {"name": "ws.single.test"}, "spec": {"group": "single.test",
         "names": {"plural": "ws", "kind": "W", "singular": "w", "listKind": "WList"},
         "scope": "Namespaced",
         "versions": [{"name": "v1", "served": true, "storage": true,
          "schema": {"openAPIV3Schema": {"type": "object", "properties": {
           "spec": {"type": "object", "properties": {
            "any": {"x-kubernetes-preserve-unknown-fields": true},
            "keep": {"type": "object", "x-kubernetes-preserve-unknown-fields": true,
             "properties": {"list": {"type": "array", "items": {"type": "object",
              "properties": {"a": {"type": "string"}}}}}},
            "free": {"type": "object", "additionalProperties": true},
            "known": {"type": "object", "properties": {"a": {"type": "string"}}}}}}}}}]}}\
        """);
  }

  /** The errors in an answer that rejects a request. */
  private static String errors(String method, String path, String type, String body) {
    String message =
        Json.parse(server.send(method, path, type, body).body()).path("message").asText();
    return message.replaceFirst("(?s).*(strict decoding (error|patch): )", "");
  }

  private static List<String> warnings(String method, String path, String type, String body) {
    return server.send(method, path, type, body).headers().allValues("Warning").stream()
        .map(line -> line.replaceFirst("299 - \"(.*)\"", "$1").replaceAll("\\\\(.)", "$1"))
        .toList();
  }

  private static String fields(int count) {
    return IntStream.range(0, count)
        .mapToObj("\"f%d\": 1"::formatted)
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Test
  void fields_are_reported_in_the_order_of_the_body_and_once() {
    String body =
        """
        {"metadata": {"name": "c", "x": 1, "x": 2, "name": "c"}, "zz": 1,
         "a\\u00e9\\n\\"b": {"q": 1, "q": 2}, "data": {"k": "1", "k": "2", "j": "", "j": "3"},
         "data": {"k": "3", "k": "4"}, "aa": 3}\
        """;
    String errors =
        "unknown field \"metadata.x\", duplicate field \"metadata.name\", unknown field \"zz\","
            + " unknown field \"aé\\n\\\"b\", duplicate field \"data.k\", duplicate field"
            + " \"data.j\", duplicate field \"data\", unknown field \"aa\"";
    assertThat(errors("POST", MAPS + STRICT, JSON, body)).isEqualTo(errors);
    assertThat(errors("POST", MAPS + STRICT, JSON, body + " ".repeat(20_000))).isEqualTo(errors);
    assertThat(warnings("POST", MAPS + "?dryRun=All", JSON, body))
        .hasSize(8)
        .contains("duplicate field \"data.k\"");
  }

  @Test
  void no_more_than_a_hundred_fields_are_reported() {
    String many = "{\"metadata\": {\"name\": \"c\"}," + fields(300).substring(1);
    assertThat(errors("POST", MAPS + STRICT, JSON, many).split(", ", -1))
        .hasSize(100)
        .endsWith("unknown field \"f99\"");
    assertThat(warnings("POST", MAPS + "?dryRun=All", JSON, many)).hasSize(100);
    assertThat(errors("PATCH", MAPS + "/here" + STRICT, MERGE, fields(300)).split(", ", -1))
        .hasSize(100)
        .endsWith("unknown field \"f188\"");
    assertThat(errors("PATCH", MAPS + "/here" + STRICT, STRATEGIC, fields(300)).split(", ", -1))
        .hasSize(300)
        .endsWith("unknown field \"f99\"");
  }

  /** With its whole path each of them would be a megabyte. */
  @Test
  void fields_deep_within_others_of_long_names_are_no_more_work_than_their_number() {
    String name = "\"" + "n".repeat(49_000) + "\":";
    String known =
        "{\"metadata\": {\"name\": \"c\"}, \"immutable\": "
            + ("{" + name).repeat(20)
            + fields(150_000)
            + "}".repeat(20);
    for (String validation : List.of("Strict", "Warn")) {
      HttpResponse<String> answer =
          server.send(
              "POST", MAPS + "?dryRun=All&fieldValidation=" + validation, JSON, known + "}");
      assertThat(answer.body()).contains("cannot unmarshal object into Go struct field");
    }
    String custom =
        "{\"apiVersion\": \"single.test/v1\", \"kind\": \"W\", \"metadata\": {\"name\": \"deep\"},"
            + " \"spec\": {\"any\": "
            + ("{" + name).repeat(20)
            + fields(150_000)
            + "}".repeat(22);
    assertThat(
            server
                .send("POST", "/apis/single.test/v1/namespaces/default/ws" + STRICT, JSON, custom)
                .statusCode())
        .isEqualTo(201);
  }

  @Test
  void repeated_keys_in_yaml_are_reported_with_their_lines() {
    String body =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: c
          name: c
        data:
          k: "1"
          k: "2"
        """;
    String lines =
        "line 5: key \"name\" already set in map\n  line 8: key \"k\" already set in map";
    assertThat(errors("POST", MAPS + STRICT, YAML, body + "zz: 1\naa: 2\n"))
        .isEqualTo(
            "yaml: unmarshal errors:\n  " + lines + ", unknown field \"aa\", unknown field \"zz\"");
    assertThat(warnings("POST", MAPS + "?dryRun=All", YAML, body + "zz: 1\n"))
        .containsExactly(
            "line 5: key \"name\" already set in map",
            "line 8: key \"k\" already set in map",
            "unknown field \"zz\"");
    String apply = MAPS + "/c?dryRun=All&fieldManager=m";
    assertThat(warnings("PATCH", apply, APPLY, body))
        .containsExactly(
            "line 5: key \"name\" already set in map", "line 8: key \"k\" already set in map");
    assertThat(errors("PATCH", apply + "&fieldValidation=Strict", APPLY, body))
        .isEqualTo("error converting YAML to JSON: yaml: unmarshal errors:\n  " + lines);
    assertThat(errors("PATCH", apply + "&fieldValidation=Strict", APPLY, body + "zz: 1\n"))
        .startsWith("failed to create typed patch object");
  }

  @Test
  void the_fields_of_a_patch_and_of_its_result_are_reported() {
    String body =
        """
        {"zz": 1, "aa": 2, "metadata": {"zz": 3, "aa\\"": 3}, "data": {"k": "1", "k": "2"},
         "mm": {"b": 1, "b": 2}}\
        """;
    String errors =
        "duplicate field \"data.k\", duplicate field \"mm.b\", unknown field \"aa\", unknown field"
            + " \"metadata.aa%s\"\", unknown field \"metadata.zz\", unknown field \"mm\", unknown"
            + " field \"zz\"";
    assertThat(errors("PATCH", MAPS + "/here" + STRICT, MERGE, body))
        .isEqualTo(errors.formatted("\\"));
    assertThat(errors("PATCH", MAPS + "/here" + STRICT, STRATEGIC, body))
        .isEqualTo(errors.formatted(""));
    String operations =
        """
        [{"op": "add", "path": "/zz", "value": {"b": 1, "b": 2}, "frm": 1, "op": "add"},
         {"op": "add", "path": "/aa", "value": 1}]\
        """;
    assertThat(errors("PATCH", MAPS + "/here" + STRICT, OPERATIONS, operations))
        .isEqualTo(
            "json patch duplicate field \"[0].value.b\", json patch unknown field \"[0].frm\", json"
                + " patch duplicate field \"[0].op\", unknown field \"aa\", unknown field \"zz\"");
  }

  @Test
  void the_fields_of_a_custom_object_are_reported_by_where_they_were_found() {
    String path = "/apis/single.test/v1/namespaces/default/ws";
    String object =
        """
        {"apiVersion": "single.test/v1", "kind": "W",
         "metadata": {"name": "w", "zz": 1, "aa\\"": 2, "zz": 1}, "zz": 1, "aa\\"": 1,
         "spec": {"zz": 1, "any": [{"a": 1, "b": [{"c": 1}]}],
          "keep": {"x": 1, "list": [{"a": "1", "b": 2}]}, "free": {"x": {"y": 1}, "z": 2},
          "known": {"b": 1, "a": "1", "b": 2}}}\
        """;
    assertThat(errors("POST", path + STRICT, JSON, object))
        .isEqualTo(
            "duplicate field \"metadata.zz\", duplicate field \"spec.known.b\", unknown field"
                + " \"metadata.aa\"\", unknown field \"metadata.zz\", unknown field \"aa\"\","
                + " unknown field \"spec.free.x.y\", unknown field \"spec.keep.list[0].b\", unknown"
                + " field \"spec.known.b\", unknown field \"spec.zz\", unknown field \"zz\"");
    assertThat(Json.text(send("POST", path, object).path("spec")))
        .isEqualTo(
            Json.text(
                Json.parse(
                    """
                    {"any": [{"a": 1, "b": [{"c": 1}]}], "keep": {"x": 1, "list": [{"a": "1"}]},
                     "free": {"x": {}, "z": 2}, "known": {"a": "1"}}\
                    """)));
    assertThat(
            errors(
                "PATCH",
                path + "/w" + STRICT,
                MERGE,
                "{\"zz\": 1, \"metadata\": {\"zz\": 1}, \"spec\": {\"zz\": 1, \"zz\": 2}}"))
        .isEqualTo(
            "duplicate field \"spec.zz\", unknown field \"metadata.zz\", unknown field \"spec.zz\","
                + " unknown field \"zz\"");
  }
}
