package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Policies in CEL change what is written. */
class MutatingPolicyTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Puts a policy into force for the objects of a kind that have its name as a label. */
  private static void policy(String name, String group, String resource, String spec) {
    policy(name, name, group, resource, spec);
  }

  private static void policy(
      String name, String label, String group, String resource, String spec) {
    server.create(
        ResourceTypes.MUTATING_POLICIES,
        """
        {metadata: {name: %s}, spec: {matchConstraints: {resourceRules: [{apiGroups: ['%s'],
        apiVersions: [v1], operations: [CREATE, UPDATE], resources: [%s]}],
        objectSelector: {matchLabels: {for: %s}}}, %s}}\
        """
            .formatted(name, group, resource, label, spec));
    server.create(
        ResourceTypes.MUTATING_POLICY_BINDINGS,
        "{metadata: {name: %s}, spec: {policyName: %s}}".formatted(name, name));
  }

  private static JsonNode configMap(String policy, String name, String data) {
    return Json.parse(
        server
            .send(
                "POST",
                "/api/v1/namespaces/default/configmaps",
                "application/yaml",
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, labels: {for: %s}}, data: %s}"
                    .formatted(name, policy, data))
            .body());
  }

  @Test
  void an_apply_configuration_is_merged_by_list_keys() {
    policy(
        "sidecar",
        "apps",
        "deployments",
        """
        reinvocationPolicy: Never, mutations: [{patchType: ApplyConfiguration, applyConfiguration: {
        expression: 'Object{spec: Object.spec{replicas: 3, template: Object.spec.template{spec:
        Object.spec.template.spec{containers: [Object.spec.template.spec.containers{name: "b",
        image: object.spec.template.spec.containers[0].image}]}}}}'}}]\
        """);

    JsonNode made =
        Json.parse(
            server
                .send(
                    "POST",
                    "/apis/apps/v1/namespaces/default/deployments",
                    "application/yaml",
                    "{metadata: {name: d, labels: {for: sidecar}}, spec: {selector: {matchLabels:"
                        + " {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers:"
                        + " [{name: a, image: i}]}}}}")
                .body());

    assertThat(made.at("/spec/replicas").asInt()).as(made.toString()).isEqualTo(3);
    assertThat(made.at("/spec/template/spec/containers").findValuesAsText("name"))
        .containsExactly("a", "b");
    assertThat(made.at("/spec/template/spec/containers").findValuesAsText("image"))
        .containsExactly("i", "i");
    assertThat(made.at("/spec/template/spec/containers/1/imagePullPolicy").asText())
        .isEqualTo("Always");
  }

  @Test
  void json_patch_mutations_see_the_changes_of_earlier_ones() {
    policy(
        "patched",
        "",
        "configmaps",
        """
        reinvocationPolicy: Never, variables: [{name: n, expression: 'object.metadata.labels[?"a/b"].orValue("")'}],
        mutations: [
        {patchType: JSONPatch, jsonPatch: {expression: '[JSONPatch{op: "add", path: "/metadata/labels/" +
        jsonpatch.escapeKey("a/b"), value: "x"}]'}},
        {patchType: JSONPatch, jsonPatch: {expression: 'variables.n == "x" ? [JSONPatch{op: "test",
        path: "/data/k", value: "v"}, JSONPatch{op: "replace", path: "/data/k", value: "w"}] : []'}}]\
        """);

    JsonNode made = configMap("patched", "p", "{k: v}");
    assertThat(made.path("data").toString()).as(made.toString()).isEqualTo("{\"k\":\"w\"}");
    assertThat(configMap("patched", "q", "{k: u}").at("/data/k").asText())
        .as("after a test that fails")
        .isEqualTo("u");
  }

  @Test
  void a_failing_mutation_denies_unless_failures_are_ignored() {
    String mutation =
        "reinvocationPolicy: Never, mutations: [{patchType: ApplyConfiguration,"
            + " applyConfiguration: {expression: 'Object{data: Object.data{k:"
            + " object.data.absent}}'}}]";
    policy("strict", "", "configmaps", mutation);
    policy("lenient", "", "configmaps", "failurePolicy: Ignore, " + mutation);

    JsonNode refused = configMap("strict", "s", "{k: v}");
    assertThat(refused.path("code").asInt()).isEqualTo(403);
    assertThat(refused.path("message").asText())
        .startsWith("policy 'strict' with binding 'strict' denied request: ")
        .endsWith("no such key: absent");
    assertThat(configMap("lenient", "l", "{k: v}").at("/data/k").asText()).isEqualTo("v");
  }

  @Test
  void a_policy_skipped_at_first_is_not_reinvoked() {
    policy(
        "skipped-a",
        "skipped",
        "",
        "configmaps",
        """
        reinvocationPolicy: IfNeeded, matchConditions: [{name: late, expression: '"z" in object.data'}],
        mutations: [{patchType: ApplyConfiguration, applyConfiguration: {expression:
        'Object{data: Object.data{seen: object.data.z}}'}}]\
        """);
    policy(
        "skipped-b",
        "skipped",
        "",
        "configmaps",
        """
        reinvocationPolicy: Never, mutations: [{patchType: ApplyConfiguration,
        applyConfiguration: {expression: 'Object{data: Object.data{z: "9"}}'}}]\
        """);
    assertThat(configMap("skipped", "s2", "{k: v}").path("data").toString())
        .isEqualTo("{\"k\":\"v\",\"z\":\"9\"}");
  }

  @Test
  void only_a_policy_with_if_needed_is_reinvoked_after_a_later_change() {
    for (String policy : new String[] {"IfNeeded", "Never"}) {
      policy(
          "a-" + policy.toLowerCase(Locale.ROOT),
          policy,
          "",
          "configmaps",
          """
          reinvocationPolicy: %s, mutations: [{patchType: ApplyConfiguration, applyConfiguration:
          {expression: 'Object{data: Object.data{seen: object.data[?"z"].orValue("")}}'}}]\
          """
              .formatted(policy));
      policy(
          "b-" + policy.toLowerCase(Locale.ROOT),
          policy,
          "",
          "configmaps",
          """
          reinvocationPolicy: Never, mutations: [{patchType: ApplyConfiguration,
          applyConfiguration: {expression: 'Object{data: Object.data{z: "9"}}'}}]\
          """);
    }

    assertThat(configMap("IfNeeded", "c", "{k: v}").path("data").toString())
        .isEqualTo("{\"k\":\"v\",\"seen\":\"9\",\"z\":\"9\"}");
    assertThat(configMap("Never", "n", "{k: v}").path("data").toString())
        .isEqualTo("{\"k\":\"v\",\"seen\":\"\",\"z\":\"9\"}");
  }
}
