package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.kubectl.Kubectl;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.io.BufferedReader;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What a learner types: plain kubectl against the API server, with pods that never run. */
@EnabledIf(
    value = "dev.cnilab.cluster.kubectl.Kubectl#isInstalled",
    disabledReason = "there is no kubectl on PATH")
class KubectlTest extends KubectlServer {
  @Test
  void get_prints_a_pod_in_every_output_format() {
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
  void get_w_prints_each_change() throws IOException {
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
  void exec_transfers_stdout_stderr_stdin_and_the_exit_status() {
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
  void logs_passes_its_options_to_the_kubelet() {
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
  void create_scale_expose_and_wait_work_on_a_deployment() {
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
  void version_cluster_info_api_resources_and_explain_work() {
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
  void a_deleted_running_pod_is_shown_as_terminating() {
    server.kubectl("delete", "pod", "nettest-1", "--wait=false").succeeded();
    assertThat(server.kubectl("get", "pods").succeeded()).contains("0/1     Terminating");
  }

  @Test
  void api_resources_lists_every_kind_of_the_course() {
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
  void explain_shows_types_and_enum_values_of_fields() {
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
