package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.kubectl.Kubectl;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a learner types: plain kubectl against the API server, with pods that never run. */
@EnabledIf(
    value = "dev.cnilab.cluster.kubectl.Kubectl#isInstalled",
    disabledReason = "there is no kubectl on PATH")
class KubectlTest {
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: nettest-1
        labels:
          app: nettest
      spec:
        nodeName: worker-1
        containers:
        - name: netshoot
          image: nicolaka/netshoot
          command: ['sleep', '3600']
      """;

  @AutoClose private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
    server.create(
        ResourceTypes.NODES,
        """
        metadata: {name: worker-1, labels: {node-role.kubernetes.io/worker: ""}}
        status:
          addresses: [{type: InternalIP, address: 172.30.0.12}, {type: Hostname, address: worker-1}]
          conditions: [{type: Ready, status: "True", reason: KubeletReady, message: ready}]
          nodeInfo: {kubeletVersion: v1.37.2, osImage: Debian, kernelVersion: 6.18.0, architecture: amd64,
            containerRuntimeVersion: containerd://2.4.2}
        """);
    server.register("worker-1", new FakeKubelet());
  }

  @BeforeEach
  void applyPod() {
    server.kubectl("delete", "deployments,services", "--all").succeeded();
    server.kubectl("delete", "pods", "--all", "--force", "--grace-period=0").succeeded();
    server.kubectlWithInput(POD, "apply", "-f", "-").succeeded();
  }

  @Test
  void apply_says_created_unchanged_and_configured() {
    assertThat(server.kubectlWithInput(POD, "apply", "-f", "-").succeeded())
        .isEqualTo("pod/nettest-1 unchanged\n");
    assertThat(
            server.kubectlWithInput(POD.replace("app: nettest", "app: other"), "apply", "-f", "-"))
        .isEqualTo(new Kubectl(0, "pod/nettest-1 configured\n", ""));
    assertThat(server.kubectlWithInput(POD.replace("nettest-1", "nettest-2"), "apply", "-f", "-"))
        .isEqualTo(new Kubectl(0, "pod/nettest-2 created\n", ""));
  }

  @Test
  void get_shows_a_pod_in_every_format() {
    assertThat(server.kubectl("get", "pods", "-o", "wide").succeeded())
        .contains(
            "NAME        READY   STATUS    RESTARTS   AGE",
            "IP       NODE       NOMINATED NODE   READINESS GATES",
            "nettest-1   0/1     Pending   0 ",
            "<none>   worker-1   <none>           <none>");
    assertThat(server.kubectl("get", "pod", "nettest-1", "-o", "name").succeeded())
        .isEqualTo("pod/nettest-1\n");
    assertThat(
            server
                .kubectl("get", "pod", "nettest-1", "-o", "jsonpath={.spec.nodeName}")
                .succeeded())
        .isEqualTo("worker-1");
    assertThat(
            server
                .kubectl("get", "pods", "-o", "custom-columns=N:.metadata.name,I:.status.podIP")
                .succeeded())
        .isEqualTo("N           I\nnettest-1   <none>\n");
    assertThat(server.kubectl("get", "pod", "nettest-1", "-o", "yaml").succeeded())
        .contains("  dnsPolicy: ClusterFirst\n", "imagePullPolicy: Always", "qosClass: BestEffort");
    assertThat(server.kubectl("get", "pod", "nettest-1", "-o", "json").succeeded())
        .contains("\"kind\": \"Pod\"");
  }

  @Test
  void get_selects_by_labels_fields_and_namespaces() {
    assertThat(server.kubectl("get", "pods", "-l", "app=nettest", "-o", "name").succeeded())
        .isEqualTo("pod/nettest-1\n");
    assertThat(server.kubectl("get", "pods", "-l", "app notin (nettest)").err())
        .isEqualTo("No resources found in default namespace.\n");
    assertThat(
            server
                .kubectl(
                    "get", "pods", "-A", "--field-selector", "spec.nodeName=worker-1", "-o", "name")
                .succeeded())
        .isEqualTo("pod/nettest-1\n");
    assertThat(server.kubectl("get", "pods", "-n", "kube-system").err())
        .isEqualTo("No resources found in kube-system namespace.\n");
    assertThat(server.kubectl("get", "pods", "--field-selector", "spec.image=x").err())
        .contains("field label not supported: spec.image");
  }

  @Test
  void get_sorts_by_any_field() {
    for (String[] each : new String[][] {{"sorted-a", "2"}, {"sorted-b", "3"}, {"sorted-c", "1"}}) {
      server.kubectl("create", "configmap", each[0], "--from-literal=place=" + each[1]).succeeded();
    }
    assertThat(
            server
                .kubectl("get", "configmaps", "--sort-by=.data.place", "--no-headers")
                .succeeded()
                .lines()
                .filter(line -> line.startsWith("sorted-"))
                .map(line -> line.split(" ", 2)[0]))
        .containsExactly("sorted-c", "sorted-a", "sorted-b");
  }

  @Test
  void get_w_goes_on_with_each_change() throws IOException {
    Process watch = server.startKubectl("get", "pods", "-w", "--no-headers");
    try (BufferedReader lines = watch.inputReader()) {
      assertThat(lines.readLine()).startsWith("nettest-1   0/1   Pending");
      KubeObject pod =
          server.call(() -> server.client().get(ResourceTypes.PODS, "default", "nettest-1"));
      server.call(
          () ->
              server
                  .client()
                  .updateStatus(
                      ResourceTypes.PODS,
                      pod.edit(json -> json.withObject("/status").put("phase", "Running"))));
      assertThat(lines.readLine()).startsWith("nettest-1   0/1   Running");
    } finally {
      watch.destroy();
    }
  }

  @Test
  void describe_shows_pods_and_nodes_with_their_events() {
    String uid =
        server.call(() -> server.client().get(ResourceTypes.PODS, "default", "nettest-1").uid());
    server.create(
        ResourceTypes.EVENTS,
        """
        metadata: {name: nettest-1.1, namespace: default}
        involvedObject: {apiVersion: v1, kind: Pod, name: nettest-1, namespace: default, uid: %s}
        reason: Scheduled
        message: Successfully assigned default/nettest-1 to worker-1
        type: Normal
        source: {component: default-scheduler}
        firstTimestamp: "2026-01-01T00:00:00Z"
        lastTimestamp: "2026-01-01T00:00:00Z"
        count: 1
        """
            .formatted(uid));

    assertThat(server.kubectl("describe", "pod", "nettest-1").succeeded())
        .contains("QoS Class:        BestEffort")
        .contains("node.kubernetes.io/not-ready:NoExecute op=Exists for 300s")
        .contains("default-scheduler  Successfully assigned default/nettest-1 to worker-1");
    assertThat(server.kubectl("describe", "node", "worker-1").succeeded())
        .contains("Taints:             node.kubernetes.io/not-ready:NoSchedule")
        .contains("default                     nettest-1");
    assertThat(server.kubectl("events", "--for", "pod/nettest-1").succeeded())
        .contains("Scheduled", "Pod/nettest-1");
    assertThat(server.kubectl("get", "events").succeeded())
        .contains("LAST SEEN   TYPE     REASON      OBJECT          MESSAGE")
        .contains("pod/nettest-1   Successfully assigned default/nettest-1 to worker-1");
  }

  @Test
  void exec_carries_stdout_stderr_stdin_and_the_exit_status() {
    assertThat(server.kubectl("exec", "nettest-1", "--", "echo", "hello", "there"))
        .isEqualTo(new Kubectl(0, "hello there\n", "a remark\n"));
    assertThat(server.kubectl("exec", "nettest-1", "--", "exit", "3"))
        .isEqualTo(new Kubectl(3, "", "command terminated with exit code 3\n"));
    assertThat(server.kubectlWithInput("to and fro", "exec", "-i", "nettest-1", "--", "cat"))
        .isEqualTo(new Kubectl(0, "to and fro", ""));
    Kubectl missing = server.kubectl("exec", "nettest-1", "--", "nope");
    assertThat(missing.exit()).isEqualTo(1);
    assertThat(missing.err()).contains("\"nope\": executable file not found in $PATH");
    assertThat(server.kubectl("exec", "nettest-1", "-c", "other", "--", "echo").err())
        .contains("container other is not valid for pod nettest-1");
  }

  @Test
  void logs_reach_the_node_s_kubelet_with_their_options() {
    assertThat(server.kubectl("logs", "nettest-1", "--tail=2", "--previous").succeeded())
        .isEqualTo("tail OptionalLong[2] previous true\n");
    assertThat(server.kubectl("attach", "nettest-1").out()).isEqualTo("attached to netshoot\n");
  }

  @Test
  void run_label_annotate_and_delete_change_pods() {
    assertThat(server.kubectl("run", "web", "--image=nginx").succeeded())
        .isEqualTo("pod/web created\n");
    assertThat(server.kubectl("label", "pod", "web", "tier=front").succeeded())
        .isEqualTo("pod/web labeled\n");
    assertThat(server.kubectl("annotate", "pod", "web", "why=because").succeeded())
        .isEqualTo("pod/web annotated\n");
    assertThat(server.kubectl("get", "pods", "-l", "tier=front,run=web", "-o", "name").succeeded())
        .isEqualTo("pod/web\n");
    assertThat(server.kubectl("delete", "pod", "web").succeeded())
        .startsWith("pod \"web\" deleted");
    assertThat(server.kubectl("get", "pod", "web").err())
        .isEqualTo("Error from server (NotFound): pods \"web\" not found\n");
  }

  @Test
  void a_deployment_is_created_scaled_exposed_and_waited_for() {
    server.kubectl("create", "deployment", "d", "--image=nginx", "--replicas=2").succeeded();
    assertThat(server.kubectl("scale", "deployment", "d", "--replicas=3").succeeded())
        .isEqualTo("deployment.apps/d scaled\n");
    assertThat(server.kubectl("get", "deployment", "d", "-o", "wide").succeeded())
        .contains("NAME   READY   UP-TO-DATE   AVAILABLE   AGE", "CONTAINERS   IMAGES   SELECTOR")
        .contains("d      0/3     0            0 ", "nginx        nginx    app=d");
    KubeObject deployment =
        server.call(() -> server.client().get(ResourceTypes.DEPLOYMENTS, "default", "d"));
    server.call(
        () ->
            server
                .client()
                .updateStatus(
                    ResourceTypes.DEPLOYMENTS,
                    deployment.edit(
                        json ->
                            json.withObject("/status")
                                .put("observedGeneration", deployment.generation())
                                .put("replicas", 3)
                                .put("updatedReplicas", 3)
                                .put("readyReplicas", 3)
                                .put("availableReplicas", 3))));
    assertThat(server.kubectl("rollout", "status", "deployment", "d").succeeded())
        .isEqualTo("deployment \"d\" successfully rolled out\n");
    server.kubectl("expose", "deployment", "d", "--port=80").succeeded();
    assertThat(server.kubectl("get", "service", "d").succeeded())
        .containsPattern("d +ClusterIP +10\\.(9[6-9]|10\\d|11[01])\\.\\d+\\.\\d+ +<none> +80/TCP");
    assertThat(
            server
                .kubectl("wait", "--for=jsonpath={.status.phase}=Pending", "pod/nettest-1")
                .succeeded())
        .isEqualTo("pod/nettest-1 condition met\n");
  }

  @Test
  void the_server_tells_about_itself() {
    assertThat(server.kubectl("version").succeeded()).contains("Server Version: v1.37.2");
    assertThat(server.kubectl("cluster-info").succeeded())
        .contains("Kubernetes control plane")
        .contains("https://127.0.0.1:" + server.endpoint().port());
    assertThat(server.kubectl("api-resources", "--api-group=apps").succeeded())
        .containsPattern("deployments +deploy +apps/v1 +true +Deployment");
    assertThat(server.kubectl("explain", "pod.spec.nodeName").succeeded())
        .contains("FIELD: nodeName <string>", "NodeName indicates in which node this pod");
    assertThat(server.kubectl("get", "nodes", "-o", "wide").succeeded())
        .contains("worker-1   Ready    worker")
        .contains("172.30.0.12   <none>        Debian     6.18.0 (amd64)   containerd://2.4.2");
  }

  @Test
  void create_namespace_and_auth_can_i_work() {
    assertThat(server.kubectl("create", "namespace", "lab").succeeded())
        .isEqualTo("namespace/lab created\n");
    assertThat(server.kubectl("auth", "can-i", "create", "pods").succeeded()).isEqualTo("yes\n");
    assertThat(
            server
                .kubectl(
                    "auth",
                    "can-i",
                    "create",
                    "pods",
                    "--as",
                    "system:serviceaccount:default:default")
                .out())
        .isEqualTo("no\n");
    assertThat(server.kubectl("auth", "whoami").succeeded()).contains("kubernetes-admin");
  }

  @Test
  void a_deleted_pod_that_runs_is_terminating_until_its_kubelet_lets_it_go() {
    server.kubectl("delete", "pod", "nettest-1", "--wait=false").succeeded();
    assertThat(server.kubectl("get", "pods").succeeded()).contains("0/1     Terminating");
  }

  @Test
  void strict_validation_names_unknown_fields() {
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
  void a_refusal_is_shown_as_kubectl_shows_it(String line, String shown) {
    Kubectl refused = server.kubectl(line.split(" "));

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).startsWith(shown);
  }

  @ParameterizedTest
  @MethodSource("manifestsThatAreRefused")
  void a_manifest_that_cannot_be_applied_is_refused_with_the_reason(String manifest, String why) {
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
  void a_list_is_applied_item_by_item_and_each_is_held_against_its_type() {
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
  void a_replacement_of_a_stale_version_is_a_conflict() {
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
  void every_kind_of_the_course_is_served() {
    assertThat(server.kubectl("api-resources", "-o", "name").succeeded().lines())
        .contains(
            "pods",
            "nodes",
            "namespaces",
            "configmaps",
            "secrets",
            "serviceaccounts",
            "services",
            "events",
            "deployments.apps",
            "replicasets.apps",
            "daemonsets.apps",
            "events.events.k8s.io",
            "leases.coordination.k8s.io",
            "roles.rbac.authorization.k8s.io",
            "rolebindings.rbac.authorization.k8s.io",
            "clusterroles.rbac.authorization.k8s.io",
            "clusterrolebindings.rbac.authorization.k8s.io");
  }

  @Test
  void server_side_apply_takes_out_what_is_no_longer_applied() {
    String map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ssa}\ndata: {%s}\n";
    server
        .kubectlWithInput(map.formatted("a: b, c: d"), "apply", "--server-side", "-f", "-")
        .succeeded();
    server.kubectlWithInput(map.formatted("a: b"), "apply", "--server-side", "-f", "-").succeeded();

    assertThat(server.kubectl("get", "cm", "ssa", "-o", "jsonpath={.data}").succeeded())
        .isEqualTo("{\"a\":\"b\"}");
  }

  @Test
  void what_someone_else_has_set_is_a_conflict_until_it_is_taken_over() {
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
  void who_edits_a_field_has_it_from_then_on() {
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
  void fields_of_a_client_side_apply_pass_on_to_a_server_side_one() {
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

  @Test
  void fields_are_explained_with_the_values_they_may_have() {
    assertThat(server.kubectl("explain", "pod.spec.dnsPolicy").succeeded())
        .contains("ENUM:\n    ClusterFirst\n    ClusterFirstWithHostNet\n    Default\n    None\n")
        .contains("Possible enum values:");
    assertThat(server.kubectl("explain", "pod.spec.containers.resources.limits").succeeded())
        .contains("FIELD: limits <map[string]Quantity>")
        .contains("Quantity is a fixed-point representation of a number.");
    assertThat(server.kubectl("explain", "service.spec.ports.targetPort").succeeded())
        .contains("FIELD: targetPort <IntOrString>")
        .contains("IntOrString is a type that can hold an int32 or a string.");
    assertThat(server.kubectl("explain", "networkpolicy.spec").succeeded())
        .contains("spec represents the specification of the desired behavior for this");
  }
}
