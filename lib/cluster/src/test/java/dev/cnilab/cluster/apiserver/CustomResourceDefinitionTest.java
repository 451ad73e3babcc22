package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.kubectl.Kubectl;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Definitions of custom resources, and their rules in CEL. */
@EnabledIf(
    value = "dev.cnilab.cluster.kubectl.Kubectl#isInstalled",
    disabledReason = "there is no kubectl on PATH")
class CustomResourceDefinitionTest extends DefinedPools {
  @Test
  void a_definition_gets_defaults_and_its_names_are_accepted() {
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

  private static String apiServices(String group) {
    return server
        .kubectl("get", "apiservices", "--no-headers", "-o", "custom-columns=N:.metadata.name")
        .succeeded()
        .lines()
        .filter(name -> name.endsWith(group))
        .collect(Collectors.joining(" "));
  }

  @Test
  void each_served_version_has_an_api_service() {
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
  void deleting_a_definition_deletes_its_objects() {
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
  void a_definition_whose_names_are_taken_is_not_accepted() {
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
  void an_invalid_definition_is_rejected() {
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
  void cel_rules_are_checked_after_the_schema() {
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
  void a_definition_with_an_invalid_cel_rule_is_rejected(String rule, String field, String words) {
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
