package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.kubectl.Kubectl;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CustomResourceDefinitions and their objects, through plain kubectl. */
@EnabledIf(
    value = "dev.cnilab.cluster.kubectl.Kubectl#isInstalled",
    disabledReason = "there is no kubectl on PATH")
class CustomResourceTest {
  private static final String DEFINITION =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: pools.net.example.com}
      spec:
        group: net.example.com
        scope: Namespaced
        names: {plural: pools, kind: Pool, shortNames: [po2], categories: [nets]}
        versions:
        - name: v1beta1
          served: true
          storage: false
          schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
        - name: v1
          served: true
          storage: true
          subresources:
            status: {}
            scale: {specReplicasPath: .spec.nodes, statusReplicasPath: .status.nodes}
          additionalPrinterColumns:
          - {name: CIDR, type: string, jsonPath: .spec.cidr}
          - {name: Ready, type: string, jsonPath: '.status.conditions[?(@.type=="Ready")].status'}
          - {name: Nodes, type: integer, jsonPath: .spec.nodes, priority: 1}
          schema:
            openAPIV3Schema:
              type: object
              required: [spec]
              properties:
                spec:
                  description: What the pool is made of.
                  type: object
                  required: [cidr]
                  properties:
                    cidr: {type: string, pattern: '^[0-9./]+$', description: The range.}
                    nodes: {type: integer, minimum: 1, maximum: 9, default: 3}
                    mode: {type: string, enum: [Always, Never], default: Always}
                    port: {x-kubernetes-int-or-string: true}
                    tags: {type: array, x-kubernetes-list-type: set, maxItems: 2, items: {type: string}}
                status:
                  type: object
                  x-kubernetes-preserve-unknown-fields: true
      """;
  private static final String POOL =
      """
      apiVersion: net.example.com/v1
      kind: Pool
      metadata: {name: main}
      spec: {cidr: 10.1.0.0/16%s}
      """;

  @AutoClose private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
    assertThat(server.kubectlWithInput(DEFINITION, "apply", "-f", "-").succeeded())
        .isEqualTo("customresourcedefinition.apiextensions.k8s.io/pools.net.example.com created\n");
    server.kubectl("wait", "--for=condition=Established", "crd/pools.net.example.com").succeeded();
  }

  private static Kubectl apply(String more) {
    return server.kubectlWithInput(POOL.formatted(more), "apply", "-f", "-");
  }

  private static String get(String jsonPath) {
    return server.kubectl("get", "pools", "main", "-o", "jsonpath={" + jsonPath + "}").succeeded();
  }

  @Test
  void a_definition_says_that_its_names_are_accepted() {
    assertThat(
            server
                .kubectl(
                    "get",
                    "crd",
                    "pools.net.example.com",
                    "-o",
                    "jsonpath={.status.conditions[*].reason} {.status.storedVersions}"
                        + " {.spec.names.singular} {.spec.names.listKind} {.spec.conversion}")
                .succeeded())
        .isEqualTo(
            "NoConflicts InitialNamesAccepted [\"v1\"] pool PoolList {\"strategy\":\"None\"}");
    assertThat(server.kubectl("api-resources", "--api-group=net.example.com").succeeded())
        .contains("pools   po2          net.example.com/v1   true         Pool");
    assertThat(server.kubectl("explain", "pools.spec.cidr").succeeded())
        .contains("FIELD: cidr <string>", "The range.");
  }

  @Test
  void an_object_gets_its_defaults_and_shows_its_columns_in_every_version() {
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
  void what_the_schema_does_not_have_is_refused_or_pruned() {
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
  void metadata_is_of_the_same_types_as_in_every_other_kind(String field) {
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
  void metadata_of_another_type_is_called_by_its_name_in_go(String metadata, String type) {
    String odd = POOL.formatted("").replace("{name: main}", metadata);
    String path = "/apis/net.example.com/v1/namespaces/default/pools";
    assertThat(
            server
                .send("POST", path, "application/json", Yaml.object(odd).json().toString())
                .body())
        .contains("json: cannot unmarshal " + type + " into Go value of type v1.ObjectMeta");
  }

  @Test
  void metadata_has_no_fields_of_its_own_in_a_custom_kind() {
    String odd = POOL.formatted("").replace("{name: main}", "{name: odd, colour: red}");
    assertThat(server.kubectlWithInput(odd, "create", "-f", "-").err())
        .contains("unknown field \"metadata.colour\"");
    server.kubectlWithInput(odd, "create", "--validate=ignore", "-f", "-").succeeded();
    assertThat(server.kubectl("get", "pools.net.example.com", "odd", "-o", "json").out())
        .doesNotContain("colour");
    server.kubectl("delete", "pools.net.example.com", "odd").succeeded();
  }

  @Test
  void a_value_the_schema_does_not_allow_is_named_with_its_field() {
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
  void status_and_scale_are_written_apart() {
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

  private static String apiServices(String group) {
    return server
        .kubectl("get", "apiservices", "--no-headers", "-o", "custom-columns=N:.metadata.name")
        .succeeded()
        .lines()
        .filter(name -> name.endsWith(group))
        .collect(Collectors.joining(" "));
  }

  @Test
  void each_version_has_an_api_service() {
    String other = DEFINITION.replace("net.example.com", "api.example.com");
    server.kubectlWithInput(other, "apply", "-f", "-").succeeded();
    server.kubectl("wait", "--for=condition=Established", "crd/pools.api.example.com").succeeded();
    server
        .kubectl("wait", "--for=condition=Available", "apiservice/v1beta1.api.example.com")
        .succeeded();
    assertThat(apiServices(".api.example.com"))
        .isEqualTo("v1.api.example.com v1beta1.api.example.com");

    server.kubectl("delete", "crd", "pools.api.example.com").succeeded();
    assertThat(apiServices(".api.example.com")).isEmpty();
  }

  @Test
  void a_definition_goes_with_its_objects() {
    String other = DEFINITION.replace("pools", "lakes").replace("Pool", "Lake").replace("po2", "l");
    server.kubectlWithInput(other, "apply", "-f", "-").succeeded();
    server
        .kubectlWithInput(POOL.formatted("").replace("Pool", "Lake"), "create", "-f", "-")
        .succeeded();
    server.kubectl("delete", "crd", "lakes.net.example.com").succeeded();
    assertThat(server.kubectl("get", "lakes").err())
        .contains("the server could not find the requested resource");
    server.kubectlWithInput(other, "apply", "-f", "-").succeeded();
    assertThat(server.kubectl("get", "lakes").err())
        .isEqualTo("No resources found in default namespace.\n");
  }

  @Test
  void objects_are_selected_by_the_fields_that_the_definition_declares() {
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

  @Test
  void names_that_are_taken_are_not_accepted() {
    server
        .kubectlWithInput(
            DEFINITION
                .replace("plural: pools", "plural: ponds")
                .replace("name: pools", "name: ponds"),
            "apply",
            "-f",
            "-")
        .succeeded();
    assertThat(
            server
                .kubectl(
                    "get",
                    "crd",
                    "ponds.net.example.com",
                    "-o",
                    "jsonpath={.status.conditions[*].reason}: {.status.conditions[0].message}")
                .succeeded())
        .isEqualTo("SingularConflict NotAccepted: \"pool\" is already in use");
  }

  @Test
  void a_definition_that_could_not_be_served_is_refused() {
    assertThat(
            server
                .kubectlWithInput(
                    DEFINITION.replace("storage: false", "storage: true"), "create", "-f", "-")
                .err())
        .contains("must have exactly one version marked as storage version");
    assertThat(
            server
                .kubectlWithInput(DEFINITION.replace("name: pools", "name: x"), "create", "-f", "-")
                .err())
        .contains("metadata.name: Invalid value: \"x.net.example.com\": must be spec.names.plural");
  }

  private static final String LAMPS =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: lamps.law.example}
      spec:
        group: law.example
        scope: Namespaced
        names: {plural: lamps, kind: Lamp}
        versions:
        - name: v1
          served: true
          storage: true
          schema:
            openAPIV3Schema:
              type: object
              properties:
                spec:
                  type: object
                  properties:
                    watts: {type: integer, maximum: 1000}
                    socket: {type: string}
                  x-kubernetes-validations:
                  - {rule: self.watts < 100, message: too bright}
                  - {rule: self.socket == oldSelf.socket, messageExpression: "'is ' + oldSelf.socket + ' until it is replaced'"}
      """;

  private static Kubectl lamp(String name, String spec) {
    String lamp = "apiVersion: law.example/v1\nkind: Lamp\nmetadata: {name: %s}\nspec: %s\n";
    return server.kubectlWithInput(lamp.formatted(name, spec), "apply", "-f", "-");
  }

  @Test
  void rules_in_cel_are_held_against_what_is_otherwise_in_order() {
    server.kubectlWithInput(LAMPS, "apply", "-f", "-").succeeded();
    server.kubectl("wait", "--for=condition=Established", "crd/lamps.law.example").succeeded();

    assertThat(lamp("bright", "{watts: 200, socket: e27}").err())
        .contains("spec: Invalid value: too bright");
    assertThat(lamp("sun", "{watts: 2000, socket: e27}").err())
        .contains("should be less than or equal to 1000", "too bright");
    assertThat(lamp("dark", "{watts: none, socket: e27}").err())
        .contains("must be of type integer", "some validation rules were not checked");
    lamp("desk", "{watts: 40, socket: e27}").succeeded();
    assertThat(lamp("desk", "{watts: 40, socket: e14}").err())
        .contains("spec: Invalid value: is e27 until it is replaced");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      textBlock =
          """
          rule: self.watt < 100 | rule | compilation failed: ERROR: <input>:1:5: undefined field 'watt'
          rule: "self.watts <" | rule | compilation failed: ERROR: <input>:1:13: Syntax error: mismatched input '<EOF>'
          rule: self.socket < 100 | rule | compilation failed: ERROR: <input>:1:13: found no matching overload for '_<_' applied to '(string, int)'
          rule: self.watts + 1 | rule | cel expression must evaluate to a bool
          rule: "true", messageExpression: self.watts | messageExpression | messageExpression must evaluate to a string
          rule: "true", messageExpression: lamp | messageExpression | messageExpression compilation failed: ERROR: <input>:1:1: undeclared reference to 'lamp'
          """)
  void a_rule_that_means_nothing_is_refused_when_it_is_written(
      String rule, String field, String words) {
    String definition =
        LAMPS
            .replace("lamp", "torch")
            .replaceFirst("\\{rule: self.watts.*}", Matcher.quoteReplacement("{" + rule + "}"));

    assertThat(server.kubectlWithInput(definition, "apply", "-f", "-").err())
        .contains(
            "The CustomResourceDefinition \"torchs.law.example\" is invalid:"
                + " spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-validations[0]."
                + field
                + ": Invalid value: {\"Rule\":\"",
            "\",\"Reason\":null,\"FieldPath\":\"\",\"OptionalOldSelf\":null}: ",
            words);
  }
}
