package dev.cnilab.cluster.apiserver;

import dev.cnilab.cluster.object.ResourceTypes;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests whose body cannot be read. */
class UnreadableRequestsTest extends ErrorServer {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{\"kind\":` | unexpected end of JSON input ({\"kind\":)",
        "`{\"kind\": ConfigMap, \"data\": {\"a\": \"b\"}}` | invalid character 'C' looking for"
            + " beginning of value ({\"kind\": ConfigMap, \"data\": {\" ...)",
        "`{} x` | invalid character 'x' after top-level value ({} x)",
        "`hello` | invalid character 'h' looking for beginning of value (68656c6c6f)",
      })
  void malformed_json_is_400_in_the_words_of_go(String body, String words) {
    assertStatus(
        post(MAPS, body),
        400,
        "BadRequest",
        "the object provided is unrecognized (must be of type ConfigMap): couldn't get"
            + " version/kind; json parse error: "
            + words);
  }

  @Test
  void a_json_array_is_400() {
    assertStatus(
        post(MAPS, "[]"),
        400,
        "BadRequest",
        "json parse error: json: cannot unmarshal array into Go value of type struct {");
  }

  /** The expected texts are what sigs.k8s.io/yaml 1.6 returns for the same text. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`a: [b` | line 1: did not find expected ',' or ']'",
        "`a: {b` | line 1: did not find expected ',' or '}'",
        "`a: b: c` | mapping values are not allowed in this context",
        "`a: b\nc: d: e\n` | line 2: mapping values are not allowed in this context",
        "`a:\n\tb: c\n` | line 2: found character that cannot start any token",
        "`a: b\n- c\n` | line 1: did not find expected key",
        "`- a\nb: c\n` | line 1: did not find expected '-' indicator",
        "`a: \"b` | found unexpected end of stream",
        "`a: \"\\y\"` | found unknown escape character",
        "`kind: Pod\nmetadata: {name: x\nspec: y\n` | line 2: did not find expected ',' or '}'",
        "`kind: Pod\nmetadata:\n  name: x\n   labels: y\n` | line 4: mapping values are not allowed"
            + " in this context",
      })
  void malformed_yaml_is_400_in_the_words_of_go(String body, String words) {
    assertStatus(
        server.send("POST", MAPS, "application/yaml", body),
        400,
        "BadRequest",
        "the object provided is unrecognized (must be of type ConfigMap): yaml: " + words + " (");
  }

  @Test
  void a_malformed_patch_is_400() {
    server.create(ResourceTypes.CONFIG_MAPS, "{metadata: {name: patched, namespace: default}}");

    assertStatus(patch("merge-patch+json", "{\"data\":"), 400, "BadRequest", "invalid JSON patch");
    assertStatus(
        patch("strategic-merge-patch+json", "{\"data\":"), 400, "BadRequest", "invalid JSON patch");
    assertStatus(
        patch("json-patch+json", "{}"),
        400,
        "BadRequest",
        "error decoding patch: json: cannot unmarshal object into Go value of type"
            + " []handlers.jsonPatchOp");
    assertStatus(
        patch("strategic-merge-patch+json", "[]"),
        400,
        "BadRequest",
        "json: cannot unmarshal array into Go value of type map[string]interface {}");
    assertStatus(
        patch("json-patch+json", "[{\"op\":\"remove\",\"path\":\"/data/nothing\"}]"),
        422,
        "Invalid",
        "the server rejected our request due to an error in our request");
    assertStatus(
        patch("apply-patch+yaml", "a: b: c"),
        400,
        "BadRequest",
        "error decoding YAML: error converting YAML to JSON: yaml: mapping values are not allowed");
  }

  private static HttpResponse<String> patch(String type, String body) {
    return server.send("PATCH", MAPS + "/patched?fieldManager=test", "application/" + type, body);
  }

  @Test
  void an_object_of_another_kind_than_its_path_is_400() {
    assertStatus(
        post(PODS, "{\"apiVersion\":\"v1\",\"kind\":\"Service\",\"metadata\":{\"name\":\"a\"}}"),
        400,
        "BadRequest",
        "Service in version \"v1\" cannot be handled as a Pod: converting (v1.Service) to"
            + " (core.Pod): unknown conversion");
    assertStatus(
        post(PODS, "{\"apiVersion\":\"v1\",\"kind\":\"Gizmo\",\"metadata\":{\"name\":\"a\"}}"),
        400,
        "BadRequest",
        "Gizmo in version \"v1\" cannot be handled as a Pod: no kind \"Gizmo\" is registered for"
            + " version \"v1\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"");
  }

  @Test
  void an_unknown_media_type_is_415() {
    assertStatus(
        server.send("POST", MAPS, "text/plain", "hello"),
        415,
        "UnsupportedMediaType",
        "accepted media types include: application/json, application/yaml");
  }
}
