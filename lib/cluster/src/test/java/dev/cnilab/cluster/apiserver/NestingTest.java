package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.ResourceTypes;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An object that is nested too deeply is refused by name; any other can be stored and read. */
class NestingTest {
  private static final String KINDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  private static final String ANYS = "/apis/h.example.com/v1/namespaces/default/anys";

  @AutoClose private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
    server.create(
        ResourceTypes.CUSTOM_RESOURCE_DEFINITIONS,
        definition("any", "{\"type\":\"object\",\"x-kubernetes-preserve-unknown-fields\":true}"));
  }

  private static String definition(String kind, String schema) {
    return """
    {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
     "metadata": {"name": "%1$ss.h.example.com"}, "spec": {"group": "h.example.com",
     "scope": "Namespaced", "names": {"kind": "X%1$s", "plural": "%1$ss"}, "versions": [
     {"name": "v1", "served": true, "storage": true, "schema": {"openAPIV3Schema": %2$s}}]}}
    """
        .formatted(kind, schema);
  }

  private static String nested(String opening, int levels, String inner, String closing) {
    return opening.repeat(levels) + inner + closing.repeat(levels);
  }

  private static HttpResponse<String> send(String method, String path, String type, String body) {
    return server.send(method, path, type, body);
  }

  private static HttpResponse<String> any(String name, int levels) {
    String spec = nested("{\"a\":", levels, "1", "}");
    return send(
        "POST",
        ANYS,
        "application/json",
        "{\"apiVersion\":\"h.example.com/v1\",\"kind\":\"Xany\",\"metadata\":{\"name\":\"%s\"},\"spec\":%s}"
            .formatted(name, spec));
  }

  private static void assertTooDeep(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("exceeded max depth");
  }

  @Test
  void an_object_nested_beyond_the_limit_is_rejected() {
    assertThat(any("deep", 490).statusCode()).isEqualTo(201);
    assertThat(server.send("GET", ANYS, "", "").statusCode()).isEqualTo(200);
    assertTooDeep(any("deeper", 501));
    assertTooDeep(any("deepest", 9_000));
  }

  @Test
  void a_patch_that_nests_an_object_beyond_the_limit_is_rejected() {
    assertThat(any("nested", 300).statusCode()).isEqualTo(201);
    String value = nested("{\"b\":", 300, "1", "}");
    String path = "/spec" + "/a".repeat(299);
    assertTooDeep(
        send(
            "PATCH",
            ANYS + "/nested",
            "application/json-patch+json",
            "[{\"op\":\"replace\",\"path\":\"%s/a\",\"value\":%s}]".formatted(path, value)));
    assertTooDeep(
        send(
            "PATCH",
            ANYS + "/nested",
            "application/merge-patch+json",
            "{\"spec\":" + nested("{\"a\":", 600, "1", "}") + "}"));
  }

  @Test
  void a_schema_nested_beyond_the_limit_is_rejected() {
    String opening = "{\"type\":\"object\",\"properties\":{\"a\":";
    String deep = definition("deep", nested(opening, 240, "{\"type\":\"string\"}", "}}"));
    assertThat(send("POST", KINDS, "application/json", deep).statusCode()).isEqualTo(201);
    String deeper = definition("deeper", nested(opening, 400, "{\"type\":\"string\"}", "}}"));
    assertTooDeep(send("POST", KINDS, "application/json", deeper));
  }

  @Test
  void a_policy_that_nests_an_object_beyond_the_limit_is_rejected() {
    policy(
        "grown",
        "patchType: ApplyConfiguration, applyConfiguration: {expression: '%s'}",
        "Object{spec: Object.spec{b: Object.spec.b{c: object.spec}}}");
    policy(
        "patched",
        "patchType: JSONPatch, jsonPatch: {expression: '%s'}",
        "[JSONPatch{op: \"add\", path: \"/spec/b\", value: {\"c\": object.spec}}]");
    for (String name : List.of("grown", "patched")) {
      assertThat(any(name, 490).statusCode()).as(name).isEqualTo(201);
      HttpResponse<String> answer = any(name + "-deeper", 498);
      assertThat(answer.statusCode()).as(answer.body()).isGreaterThan(399);
      assertThat(answer.body()).contains("exceeded max depth");
    }
  }

  /** Puts a policy into force for the objects whose names begin with its own. */
  private static void policy(String name, String mutation, String expression) {
    server.create(
        ResourceTypes.MUTATING_POLICIES,
        """
        {metadata: {name: %s}, spec: {matchConstraints: {resourceRules: [{apiGroups:
        [h.example.com], apiVersions: [v1], operations: [CREATE], resources: [anys]}]},
        matchConditions: [{name: named, expression: 'object.metadata.name.startsWith("%s")'}],
        reinvocationPolicy: Never, mutations: [{%s}]}}\
        """
            .formatted(name, name, mutation.formatted(expression)));
    server.create(
        ResourceTypes.MUTATING_POLICY_BINDINGS,
        "{metadata: {name: %s}, spec: {policyName: %s}}".formatted(name, name));
  }
}
