package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.kubectl.Kubectl;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What kubectl applies, and who owns its fields. */
@EnabledIf(
    value = "dev.cnilab.cluster.kubectl.Kubectl#isInstalled",
    disabledReason = "there is no kubectl on PATH")
class KubectlApplyTest extends KubectlServer {
  @Test
  void apply_prints_created_unchanged_or_configured() {
    assertThat(server.kubectlWithInput(POD, "apply", "-f", "-").succeeded())
        .isEqualTo("pod/nettest-1 unchanged\n");
    assertThat(
            server.kubectlWithInput(POD.replace("app: nettest", "app: other"), "apply", "-f", "-"))
        .isEqualTo(new Kubectl(0, "pod/nettest-1 configured\n", ""));
    assertThat(server.kubectlWithInput(POD.replace("nettest-1", "nettest-2"), "apply", "-f", "-"))
        .isEqualTo(new Kubectl(0, "pod/nettest-2 created\n", ""));
  }

  @Test
  void strict_validation_rejects_unknown_fields_by_name() {
    assertThat(server.kubectlWithInput(POD.replace("image:", "imagee:"), "create", "-f", "-").err())
        .contains(
            "Pod in version \"v1\" cannot be handled as a Pod: strict decoding error: unknown field"
                + " \"spec.containers[0].imagee\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "get gizmos | error: the server doesn't have a resource type \"gizmos\"",
        "get pod nobody | Error from server (NotFound): pods \"nobody\" not found",
        "get --raw /apis/apps/v1/gizmos | Error from server (NotFound): the server could not find"
            + " the requested resource",
        "get pods --token=guess | error: You must be logged in to the server (Unauthorized)",
        "create namespace No_Good | The Namespace \"No_Good\" is invalid: metadata.name: Invalid"
            + " value: \"No_Good\": a lowercase RFC 1123 label must consist of lower case"
            + " alphanumeric characters or '-', and must start and end with an alphanumeric"
            + " character (e.g. 'my-name',  or '123-abc', regex used for validation is"
            + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
        "delete namespace default | Error from server (Forbidden): namespaces \"default\" is"
            + " forbidden: this namespace may not be deleted",
      })
  void kubectl_prints_rejections_as_on_a_real_cluster(String line, String shown) {
    Kubectl refused = server.kubectl(line.split(" "));

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).startsWith(shown);
  }

  @ParameterizedTest
  @MethodSource("manifestsThatAreRefused")
  void an_invalid_manifest_is_rejected_with_the_reason(String manifest, String why) {
    Kubectl refused = server.kubectlWithInput(manifest, "apply", "-f", "-");

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).startsWith(why);
  }

  static Stream<Arguments> manifestsThatAreRefused() {
    return Stream.of(
        Arguments.of(
            POD.replace("kind: Pod", "kind: Gizmo"),
            "error: resource mapping not found for name: \"nettest-1\" namespace: \"\" from"
                + " \"STDIN\": no matches for kind \"Gizmo\" in version \"v1\"\n"
                + "ensure CRDs are installed first\n"),
        Arguments.of(
            POD.replace("nettest-1", "Nettest_1"),
            "The Pod \"Nettest_1\" is invalid: metadata.name: Invalid value: \"Nettest_1\": a"
                + " lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
                + " characters, '-' or '.', and must start and end with an alphanumeric character"
                + " (e.g. 'example.com', regex used for validation is"
                + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')\n"),
        Arguments.of(
            POD.replace("nettest-1", "fresh") + "  restartPolicy: Maybe\n",
            "The Pod \"fresh\" is invalid: spec.restartPolicy: Unsupported value: \"Maybe\":"
                + " supported values: \"Always\", \"OnFailure\", \"Never\"\n"),
        Arguments.of(
            POD.replace("    image: nicolaka/netshoot\n", "").replace("nettest-1", "fresh"),
            "The Pod \"fresh\" is invalid: spec.containers[0].image: Required value\n"),
        Arguments.of(
            POD.replace("worker-1", "worker-2"),
            """
            The Pod "nettest-1" is invalid: spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)
            """));
  }

  @Test
  void the_items_of_an_applied_list_are_validated_against_their_types() {
    String list = server.kubectl("get", "pods", "-o", "yaml").succeeded();
    assertThat(list).contains("kind: List\n");
    server.kubectl("delete", "pod", "nettest-1", "--force", "--grace-period=0").succeeded();

    assertThat(server.kubectlWithInput(list, "apply", "-f", "-").succeeded())
        .isEqualTo("pod/nettest-1 created\n");
    assertThat(
            server.kubectlWithInput(list.replace("  spec:", "  spek:"), "apply", "-f", "-").err())
        .contains("error validating data:", "unknown field \"spek\" in io.k8s.api.core.v1.Pod");
  }

  @Test
  void replacing_a_stale_version_is_a_conflict() {
    server.kubectl("create", "configmap", "stale", "--from-literal=a=b").succeeded();
    String old = server.kubectl("get", "configmap", "stale", "-o", "yaml").succeeded();
    server.kubectl("label", "configmap", "stale", "changed=since").succeeded();

    assertThat(server.kubectlWithInput(old.replace("a: b", "a: c"), "replace", "-f", "-").err())
        .isEqualTo(
            "Error from server (Conflict): error when replacing \"STDIN\": Operation cannot be"
                + " fulfilled on configmaps \"stale\": the object has been modified; please apply"
                + " your changes to the latest version and try again\n");
  }

  @Test
  void server_side_apply_removes_fields_that_are_no_longer_applied() {
    String map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ssa}\ndata: {%s}\n";
    server
        .kubectlWithInput(map.formatted("a: b, c: d"), "apply", "--server-side", "-f", "-")
        .succeeded();
    server.kubectlWithInput(map.formatted("a: b"), "apply", "--server-side", "-f", "-").succeeded();

    assertThat(server.kubectl("get", "cm", "ssa", "-o", "jsonpath={.data}").succeeded())
        .isEqualTo("{\"a\":\"b\"}");
  }

  @Test
  void a_field_of_another_manager_conflicts_until_it_is_forced() {
    String map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: shared}\ndata: {%s}\n";
    server
        .kubectlWithInput(
            map.formatted("a: mine, b: mine"),
            "apply",
            "--server-side",
            "--field-manager=one",
            "-f",
            "-")
        .succeeded();
    Kubectl refused =
        server.kubectlWithInput(
            map.formatted("a: yours"), "apply", "--server-side", "--field-manager=two", "-f", "-");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err())
        .startsWith("error: Apply failed with 1 conflict: conflict with \"one\": .data.a\n");
    server
        .kubectlWithInput(
            map.formatted("a: yours"),
            "apply",
            "--server-side",
            "--field-manager=two",
            "--force-conflicts",
            "-f",
            "-")
        .succeeded();
    server
        .kubectlWithInput(
            map.formatted("b: mine"), "apply", "--server-side", "--field-manager=one", "-f", "-")
        .succeeded();
    assertThat(server.kubectl("get", "cm", "shared", "-o", "jsonpath={.data}").succeeded())
        .isEqualTo("{\"a\":\"yours\",\"b\":\"mine\"}");
  }

  @Test
  void changing_a_field_transfers_its_ownership() {
    String deployment =
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: owned}
        spec:
          replicas: 1
          selector: {matchLabels: {app: owned}}
          template:
            metadata: {labels: {app: owned}}
            spec: {containers: [{name: c, image: nginx}]}
        """;
    server.kubectlWithInput(deployment, "apply", "--server-side", "-f", "-").succeeded();
    server.kubectl("scale", "deployment", "owned", "--replicas=4").succeeded();
    server.kubectl("set", "image", "deployment/owned", "c=busybox").succeeded();
    assertThat(server.kubectlWithInput(deployment, "apply", "--server-side", "-f", "-").err())
        .contains(
            "Apply failed with 2 conflicts: conflicts with \"kubectl\" with subresource \"scale\""
                + " using apps/v1:",
            "conflicts with \"kubectl-set\" using apps/v1:")
        .contains("- .spec.template.spec.containers[name=\"c\"].image")
        .contains("- .spec.replicas");
  }

  @Test
  void server_side_apply_takes_over_the_fields_of_client_side_apply() {
    String map = "{apiVersion: v1, kind: ConfigMap, metadata: {name: moved}, data: {a: '%s'}}";
    server.kubectlWithInput("# YAML\n" + map.formatted(1), "apply", "-f", "-").succeeded();

    server
        .kubectlWithInput("# YAML\n" + map.formatted(2), "apply", "--server-side", "-f", "-")
        .succeeded();

    assertThat(
            server
                .kubectl(
                    "get",
                    "configmap",
                    "moved",
                    "-o",
                    "jsonpath={.metadata.managedFields[*].manager} {.data.a}")
                .out())
        // in the order of the seconds, then of the names
        .isIn("kubectl-last-applied kubectl 2", "kubectl kubectl-last-applied 2");
  }
}
