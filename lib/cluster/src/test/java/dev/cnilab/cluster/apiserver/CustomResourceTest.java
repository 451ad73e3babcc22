package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.kubectl.Kubectl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CustomResourceDefinitions and their objects, through plain kubectl. */
@EnabledIf(
    value = "dev.cnilab.cluster.kubectl.Kubectl#isInstalled",
    disabledReason = "there is no kubectl on PATH")
class CustomResourceTest extends DefinedPools {
  private static Kubectl apply(String more) {
    return server.kubectlWithInput(POOL.formatted(more), "apply", "-f", "-");
  }

  private static String get(String jsonPath) {
    return server.kubectl("get", "pools", "main", "-o", "jsonpath={" + jsonPath + "}").succeeded();
  }

  @Test
  void a_custom_object_has_defaults_and_printer_columns_in_every_version() {
    apply("").succeeded();
    assertThat(get(".spec"))
        .isEqualTo("{\"cidr\":\"10.1.0.0/16\",\"mode\":\"Always\",\"nodes\":3}");
    assertThat(server.kubectl("get", "po2", "-o", "wide").succeeded())
        .isEqualTo("NAME   CIDR          READY   NODES\nmain   10.1.0.0/16           3\n");
    assertThat(
            server
                .kubectl("get", "pools.v1beta1.net.example.com", "main", "-o", "yaml")
                .succeeded())
        .contains("apiVersion: net.example.com/v1beta1\n");
    assertThat(apply("").succeeded()).isEqualTo("pool.net.example.com/main unchanged\n");
    assertThat(apply(", mode: Never").succeeded()).endsWith("configured\n");
    assertThat(get(".spec.mode")).isEqualTo("Never");
  }

  @Test
  void unknown_fields_are_rejected_or_pruned() {
    assertThat(apply(", colour: red").err())
        .contains("strict decoding error: unknown field \"spec.colour\"");
    server
        .kubectlWithInput(POOL.formatted(", colour: red"), "apply", "--validate=ignore", "-f", "-")
        .succeeded();
    assertThat(get(".spec.colour")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "labels: 5",
        "labels: {a: {}}",
        "annotations: []",
        "finalizers: x",
        "ownerReferences: [5]",
        "deletionTimestamp: x",
        "managedFields: 5",
        "generateName: {}",
      })
  void metadata_fields_of_the_wrong_type_are_rejected(String field) {
    String odd = POOL.formatted("").replace("{name: main}", "{name: odd, " + field + "}");
    String path = "/apis/net.example.com/v1/namespaces/default/pools";
    assertThat(
            server
                .send("POST", path, "application/json", Yaml.object(odd).json().toString())
                .body())
        .contains("\"reason\":\"BadRequest\"", "cannot be handled as a Pool: ");
  }

  @ParameterizedTest
  @CsvSource({"true, bool", "5, number", "x, string", "[], array"})
  void metadata_of_the_wrong_type_is_rejected_with_its_go_type(String metadata, String type) {
    String odd = POOL.formatted("").replace("{name: main}", metadata);
    String path = "/apis/net.example.com/v1/namespaces/default/pools";
    assertThat(
            server
                .send("POST", path, "application/json", Yaml.object(odd).json().toString())
                .body())
        .contains("json: cannot unmarshal " + type + " into Go value of type v1.ObjectMeta");
  }

  @Test
  void unknown_metadata_fields_are_rejected_or_dropped() {
    String odd = POOL.formatted("").replace("{name: main}", "{name: odd, colour: red}");
    assertThat(server.kubectlWithInput(odd, "create", "-f", "-").err())
        .contains("unknown field \"metadata.colour\"");
    server.kubectlWithInput(odd, "create", "--validate=ignore", "-f", "-").succeeded();
    assertThat(server.kubectl("get", "pools.net.example.com", "odd", "-o", "json").out())
        .doesNotContain("colour");
    server.kubectl("delete", "pools.net.example.com", "odd").succeeded();
  }

  @Test
  void a_value_that_violates_the_schema_is_rejected_with_its_field() {
    assertThat(apply(", nodes: ten").err())
        .contains(
            "spec.nodes: Invalid value: \"string\": spec.nodes in body must be of type integer:"
                + " \"string\"");
    assertThat(apply(", nodes: 0").err())
        .contains(
            "spec.nodes: Invalid value: 0: spec.nodes in body should be greater than or equal to"
                + " 1");
    assertThat(apply(", mode: Maybe").err())
        .contains(
            "spec.mode: Unsupported value: \"Maybe\": supported values: \"Always\", \"Never\"");
    assertThat(apply(", tags: [a, b, c]").err())
        .contains("spec.tags: Too many: 3: must have at most 2 items");
    assertThat(apply(", tags: [a, a]").err()).contains("spec.tags[1]: Duplicate value: \"a\"");
    assertThat(
            server
                .kubectlWithInput(
                    POOL.replace("main", "x").replace("cidr: 10.1.0.0/16%s", ""),
                    "create",
                    "-f",
                    "-")
                .err())
        .isEqualTo("The Pool \"x\" is invalid: spec.cidr: Required value\n");
    assertThat(
            server
                .kubectlWithInput(POOL.formatted("").replace("10.1", "x"), "create", "-f", "-")
                .err())
        .contains("spec.cidr in body should match '^[0-9./]+$'");
  }

  @Test
  void status_and_scale_are_written_through_their_subresources() {
    apply("").succeeded();
    server.kubectl("scale", "pool/main", "--replicas=5").succeeded();
    assertThat(get(".spec.nodes")).isEqualTo("5");
    server
        .kubectl(
            "patch",
            "pool/main",
            "--subresource=status",
            "--type=merge",
            "-p",
            "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]},\"spec\":{\"nodes\":1}}")
        .succeeded();
    assertThat(get(".spec.nodes")).isEqualTo("5");
    assertThat(server.kubectl("get", "pools", "--no-headers").succeeded())
        .isEqualTo("main   10.1.0.0/16   True\n");
    server.kubectl("delete", "pool", "main").succeeded();
  }

  @Test
  void custom_objects_can_be_selected_by_declared_fields() {
    String definition =
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: ranges.site.example.com}
        spec:
          group: site.example.com
          scope: Namespaced
          names: {plural: ranges, kind: Range}
          versions:
          - name: v1
            served: true
            storage: true
            selectableFields: [{jsonPath: .spec.site}, {jsonPath: .size}]
            schema:
              openAPIV3Schema:
                type: object
                properties:
                  size: {type: integer}
                  spec: {type: object, properties: {site: {type: string}}}
        """;
    server.kubectlWithInput(definition, "apply", "-f", "-").succeeded();
    server
        .kubectl("wait", "--for=condition=Established", "crd/ranges.site.example.com")
        .succeeded();
    String range =
        """
        apiVersion: site.example.com/v1
        kind: Range
        metadata: {name: %s}
        size: %d
        spec: {site: %s}
        ---
        """;
    server
        .kubectlWithInput(
            range.formatted("one", 1, "north")
                + range.formatted("two", 2, "north")
                + range.formatted("three", 2, "south"),
            "apply",
            "-f",
            "-")
        .succeeded();
    assertThat(selected("spec.site=north"))
        .isEqualTo("range.site.example.com/one\nrange.site.example.com/two\n");
    assertThat(selected("size=2,spec.site!=north")).isEqualTo("range.site.example.com/three\n");
    assertThat(server.kubectl("get", "ranges", "--field-selector", "spec.zone=a").err())
        .contains("field label not supported: spec.zone");
  }

  private static String selected(String fields) {
    return server.kubectl("get", "ranges", "-o", "name", "--field-selector", fields).succeeded();
  }
}
