package dev.cnilab.cluster.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What a learner types, on a cluster with nodes, controllers and pods that run. */
@EnabledIf(
    value = "dev.cnilab.cluster.kubectl.Kubectl#isInstalled",
    disabledReason = "there is no kubectl on PATH")
class VerbsTest extends KubectlCluster {
  /** Creates a namespace for a test, with a pod in it that is Ready. */
  private static void namespaceWithPod(String namespace, String pod) {
    ok("create namespace " + namespace);
    ok("run " + pod + " -n " + namespace + " --image=busybox --labels=app=demo -- sleep 1d");
    ok("wait -n " + namespace + " --for=condition=Ready --timeout=15s pod/" + pod);
  }

  @Test
  void get_prints_objects_in_every_output_format() {
    namespaceWithPod("formats", "a");
    assertThat(ok("get pods -n formats"))
        .startsWith("NAME   READY   STATUS    RESTARTS   AGE\na      1/1     Running   0 ");
    assertThat(ok("get pods -n formats -o wide"))
        .contains("NOMINATED NODE   READINESS GATES")
        .containsPattern("10\\.244\\.\\d\\.\\d+ +worker-\\d +<none> +<none>");
    assertThat(ok("get pod a -n formats -o name")).isEqualTo("pod/a\n");
    assertThat(ok("get pod a -n formats -o jsonpath={.status.phase}")).isEqualTo("Running");
    assertThat(ok("get pod a -n formats -o yaml")).contains("  phase: Running\n");
    assertThat(ok("get pod a -n formats -o json")).contains("\"kind\": \"Pod\"");
    assertThat(ok("get pods -n formats -o custom-columns=N:.metadata.name,P:.status.phase"))
        .containsPattern("N +P\na +Running\n");
    assertThat(ok("get pods -A -l k8s-app=kube-dns -o name").lines()).hasSize(2);
    assertThat(ok("get pods -A --field-selector spec.nodeName=worker-1 -o name"))
        .contains("pod/kube-proxy-");
    assertThat(ok("get nodes --sort-by={.status.addresses[0].address} -o name"))
        .isEqualTo("node/control-plane\nnode/worker-1\nnode/worker-2\n");
    assertThat(ok("get all -n formats")).contains("pod/a");
  }

  @Test
  void get_w_prints_changes_until_a_pod_runs() throws IOException {
    namespaceWithPod("watched", "a");
    Process watch = cluster.startKubectl("get pods -w --no-headers -n watched");
    try (BufferedReader lines = watch.inputReader()) {
      assertThat(lines.readLine()).containsPattern("^a +1/1 +Running");
      ok("run b -n watched --image=busybox -- sleep 1d");
      String line = lines.readLine();
      assertThat(line).containsPattern("^b +0/1 +Pending");
      while (!line.contains("1/1")) {
        line = lines.readLine();
      }
      assertThat(line).contains("Running");
    } finally {
      watch.destroy();
    }
  }

  @Test
  void describe_and_events_show_the_events_of_a_pod() {
    namespaceWithPod("told", "a");
    assertThat(ok("describe pod a -n told"))
        .contains("Status:           Running")
        .containsPattern("Scheduled +\\S+ +default-scheduler +Successfully assigned told/a to")
        .contains("Container created", "Container started");
    assertThat(ok("describe node worker-1"))
        .contains("KubeletReady", "PodCIDR:", "Allocated resources:", "kube-proxy-");
    assertThat(ok("events -n told --for pod/a")).contains("Scheduled", "Pod/a");
    assertThat(ok("get events.events.k8s.io -n told -o jsonpath={.items[0].regarding.name}"))
        .isEqualTo("a");
    assertThat(ok("get events -n told --sort-by=.lastTimestamp")).contains("pod/a");
  }

  @Test
  void label_annotate_patch_edit_and_replace_change_objects(@TempDir Path folder)
      throws IOException {
    ok("create configmap m --from-literal=a=b");
    assertThat(ok("label cm m tier=front")).isEqualTo("configmap/m labeled\n");
    assertThat(ok("annotate cm m why=because")).isEqualTo("configmap/m annotated\n");
    assertThat(ok("patch cm m -p", "{\"data\": {\"c\": \"d\"}}"))
        .isEqualTo("configmap/m patched\n");
    Path file = Files.writeString(folder.resolve("m.yaml"), ok("get cm m -o yaml"));
    Files.writeString(file, Files.readString(file).replace("c: d", "c: e"));
    Kubectl diff = cluster.kubectl("diff -f " + file);
    assertThat(diff.exit()).isEqualTo(1);
    assertThat(diff.out()).contains("-  c: d\n+  c: e\n");
    assertThat(ok("replace -f " + file)).isEqualTo("configmap/m replaced\n");
    assertThat(ok("get cm m -o jsonpath={.data.c}{.metadata.labels.tier}")).isEqualTo("efront");
    assertThat(ok("delete cm m")).startsWith("configmap \"m\" deleted");
  }

  @Test
  void rollout_updates_undoes_and_restarts_a_deployment() {
    ok("create deployment web --image=nginx --replicas=2");
    assertThat(ok("rollout status deploy/web --timeout=20s")).endsWith("successfully rolled out\n");
    assertThat(ok("scale deploy web --replicas=3")).isEqualTo("deployment.apps/web scaled\n");
    ok("set image deploy/web nginx=nginx:1.27");
    ok("rollout status deploy/web --timeout=20s");
    assertThat(ok("rollout history deploy/web")).contains("1         <none>\n2         <none>\n");
    ok("rollout undo deploy/web");
    ok("rollout status deploy/web --timeout=20s");
    assertThat(ok("get deploy web -o jsonpath={.spec.template.spec.containers[0].image}"))
        .isEqualTo("nginx");
    ok("rollout restart deploy/web");
    ok("rollout status deploy/web --timeout=20s");
    assertThat(ok("get deploy web --no-headers")).startsWith("web   3/3   3     3 ");
    assertThat(ok("expose deploy web --port=80")).isEqualTo("service/web exposed\n");
    assertThat(ok("wait --for=jsonpath={.subsets[0].ports[0].port}=80 endpoints/web"))
        .isEqualTo("endpoints/web condition met\n");
    assertThat(ok("delete deploy,svc web")).contains("deployment.apps \"web\" deleted");
  }

  @Test
  void drain_evicts_pods_and_uncordon_makes_the_node_schedulable() {
    namespaceWithPod("drained", "a");
    String node = ok("get pod a -n drained -o jsonpath={.spec.nodeName}");
    assertThat(cluster.kubectl("drain " + node + " --ignore-daemonsets").err())
        .contains("cannot delete Pods that declare no controller (use --force to override)");
    assertThat(ok("drain " + node + " --ignore-daemonsets --force --grace-period=1 --timeout=30s"))
        .contains("pod/a evicted", "node/" + node + " drained");
    assertThat(ok("get node " + node + " --no-headers")).contains("Ready,SchedulingDisabled");
    assertThat(ok("uncordon " + node)).isEqualTo("node/" + node + " uncordoned\n");
    assertThat(ok("get node " + node + " --no-headers")).doesNotContain("SchedulingDisabled");
  }

  @Test
  void an_eviction_that_violates_a_disruption_budget_is_rejected() {
    namespaceWithPod("budget", "a");
    ok("create poddisruptionbudget keep -n budget --selector=app=demo --min-available=1");
    assertThat(evict("budget", "a").err())
        .contains("Cannot evict pod as it would violate the pod's disruption budget.");
    assertThat(ok("get pod a -n budget -o jsonpath={.metadata.deletionTimestamp}")).isEmpty();
  }

  @Test
  void an_eviction_uses_up_a_budget_until_the_replacement_is_ready() {
    ok("create namespace spent");
    ok("create deployment web -n spent --image=nginx --replicas=3");
    ok("rollout status deployment web -n spent --timeout=20s");
    ok("create poddisruptionbudget keep -n spent --selector=app=web --max-unavailable=1");
    ok("wait pdb keep -n spent --for=jsonpath={.status.disruptionsAllowed}=1 --timeout=20s");
    String[] pods = ok("get pods -n spent -o jsonpath={.items[*].metadata.name}").split(" ");

    ok("cordon worker-1 worker-2");
    assertThat(evict("spent", pods[0]).err()).isEmpty();
    ok("wait pod " + pods[0] + " -n spent --for=delete --timeout=20s");
    assertThat(evict("spent", pods[1]).err())
        .contains("Cannot evict pod as it would violate the pod's disruption budget.");

    ok("uncordon worker-1 worker-2");
    ok("wait pdb keep -n spent --for=jsonpath={.status.disruptionsAllowed}=1 --timeout=20s");
    assertThat(ok("get pdb keep -n spent -o jsonpath={.status}"))
        .contains("\"currentHealthy\":3", "\"desiredHealthy\":2", "\"expectedPods\":3")
        .doesNotContain("disruptedPods");
    assertThat(evict("spent", pods[1]).err()).isEmpty();
  }

  @Test
  void max_unavailable_allows_no_eviction_of_unmanaged_pods() {
    namespaceWithPod("unmanaged", "a");
    ok("create poddisruptionbudget keep -n unmanaged --selector=app=demo --max-unavailable=1");
    ok("wait pdb keep -n unmanaged --for=jsonpath={.status.observedGeneration}=1 --timeout=20s");
    assertThat(evict("unmanaged", "a").err())
        .contains("Cannot evict pod as it would violate the pod's disruption budget.");
    assertThat(ok("describe pdb keep -n unmanaged"))
        .contains(
            "UnmanagedPods",
            "(selector: &LabelSelector{MatchLabels:map[string]string{app: demo,},"
                + "MatchExpressions:[]LabelSelectorRequirement{},}) were found to be unmanaged");
    ok("delete pdb keep -n unmanaged"); // otherwise no test could drain a node
  }

  private static Kubectl evict(String namespace, String pod) {
    return cluster.kubectlWithInput(
        "{\"apiVersion\": \"policy/v1\", \"kind\": \"Eviction\", \"metadata\": {\"name\": \"%s\"}}"
            .formatted(pod),
        "create --raw /api/v1/namespaces/%s/pods/%s/eviction -f -".formatted(namespace, pod));
  }

  @Test
  void a_job_runs_to_completion() {
    ok("create job once --image=busybox -- echo done");
    assertThat(ok("wait --for=condition=complete --timeout=20s job/once"))
        .isEqualTo("job.batch/once condition met\n");
    assertThat(ok("get job once --no-headers")).startsWith("once   Complete   1/1 ");
    assertThat(ok("logs job/once")).isEqualTo("done\n");
    ok("delete job once");
    assertThat(ok("get pods -l job-name=once -o name")).isEmpty();
  }

  @Test
  void a_job_beyond_its_backoff_limit_fails() {
    cluster
        .kubectlWithInput(
            """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: never}
            spec:
              backoffLimit: 0
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: c, image: busybox, command: ['false']}]
            """,
            "create -f -")
        .succeeded();
    ok("wait --for=condition=failed --timeout=20s job/never");
    assertThat(ok("get job never -o jsonpath={.status.conditions[-1:].reason}"))
        .isEqualTo("BackoffLimitExceeded");
  }
}
