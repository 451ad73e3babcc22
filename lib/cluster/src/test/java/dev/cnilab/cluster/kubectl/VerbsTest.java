package dev.cnilab.cluster.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.tls.Authority;
import dev.cnilab.cluster.tls.NewRequest;
import dev.cnilab.cluster.tls.ServerCertificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What a learner types, on a cluster with nodes, controllers and pods that run. */
@EnabledIf(
    value = "dev.cnilab.cluster.kubectl.Kubectl#isInstalled",
    disabledReason = "there is no kubectl on PATH")
class VerbsTest {
  /** For a certificate for nobody in particular, with a key that was thrown away. */
  private static final String REQUEST =
      "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlJQ1lqQ0NBVW9DQVFBd0hURU5NQXNH"
          + "QTFVRUF3d0VZVzV1WVRFTU1Bb0dBMVVFQ2d3RGJHRmlNSUlCSWpBTgpCZ2txaGtpRzl3MEJBUUVGQUFP"
          + "Q0FROEFNSUlCQ2dLQ0FRRUE1YkFTaFh2OUdwNVJFTkVUeFBJT2d5RDVXWWZaCmo3SWxFM3gvOEdnVWJY"
          + "QjdmQm8za1F1RFR3clFQWjBxTWc3akkvMkJZK0JEOXVCSVZqQjZObDd3eXZNVGdId1cKNXc5RHR4Z3Fa"
          + "R3hqUlpmSlY0RjM5SkZORXl4ZFFSV04vK00wNUtFcEM0dnVjVS9CSGZudWZBc1VEZFhzdVRrLwpqRGIx"
          + "dkV6YkY3L3ZkZFhhazI3dk41R2lCL0ZZZWh4ejE0eld0NWNVR1AvajREMnBuUDl3UW9mQ0VDbkx2bnp0"
          + "CkIvOFE1MlNTb1RPMHZla3ZLWGJHenAzNXVXbGJmK2liN2V5cUJjVW44YngyazBXcEFqdXZESE44NlBN"
          + "M0l3dDkKVDJyeUFleTVOVm1WdldKNEtNU1N1Y3VPOFlDZ3hqelV1WTl1ZlZ3bGs5NkJyVnJ6aG0vVC96"
          + "WDYyd0lEQVFBQgpvQUF3RFFZSktvWklodmNOQVFFTEJRQURnZ0VCQURCL3JZVmZpNmlob2ZFTVpBeUc5"
          + "VzZxeWc2ZXZwTkNtQUZFCndtNDVWVlpWRkUxTHZwRXh2emVSOXQxTzAwQnlwcDNxUVNEUzVGWFpGRldU"
          + "ek1lWlEzY2FBazYyK00xZnhOc0sKOTZQQVNKV1N4Tjk4dWJoZnBxTWZkNVQ5SjR2VmV0b3ZjMyt1eUd3"
          + "MjFXMzNGenhjcFZZL3F5UTRaTHJqZ25nMApDVWFvYXFYOS9OOCthYnIxVEFBZzlDZlFxbXNldEtoc2Uy"
          + "SEVqYUQxRkdzaGxVU0dmN3BwaTdsemJmLzljMlVyClhWTytyZzl1bytYWDl4TWVOY3J4cTIxQU5INHFL"
          + "aXBxN0pPeXhzUmRjQWROOXgxTlM3UUVNZWttbE9KUUxlclEKcXZBT0pXL1FLT1hIT2dlS2ZaMmZiSi9J"
          + "V0RobWd5QzAvak5QSTEyei9BL3BhWXVhSllNPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0t"
          + "LS0K";

  @AutoClose private static WholeCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new WholeCluster();
  }

  private static String ok(String words, String... more) {
    return cluster.kubectl(words, more).succeeded();
  }

  /** Creates a namespace for a test, with a pod in it that is Ready. */
  private static void namespaceWithPod(String namespace, String pod) {
    ok("create namespace " + namespace);
    ok("run " + pod + " -n " + namespace + " --image=busybox --labels=app=demo -- sleep 1d");
    ok("wait -n " + namespace + " --for=condition=Ready --timeout=15s pod/" + pod);
  }

  @Test
  void get_shows_objects_in_every_format() {
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
  void the_parts_of_the_control_plane_tell_how_they_are() {
    assertThat(ok("get componentstatuses"))
        .isEqualTo(
            """
            NAME                 STATUS    MESSAGE   ERROR
            controller-manager   Healthy   ok       \s
            scheduler            Healthy   ok       \s
            etcd-0               Healthy   ok       \s
            """);
    assertThat(ok("get cs scheduler -o jsonpath={.conditions[0]}"))
        .isEqualTo("{\"message\":\"ok\",\"status\":\"True\",\"type\":\"Healthy\"}");
    assertThat(cluster.kubectl("get cs nosuch").err()).contains("\"nosuch\" not found");
  }

  @Test
  void what_an_api_server_makes_for_itself_is_there() {
    assertThat(ok("get flowschemas exempt --no-headers"))
        .containsPattern("^exempt +exempt +1 +<none> +\\S+ +False");
    assertThat(ok("get prioritylevelconfigurations -o name").lines()).hasSize(8);
    assertThat(ok("get apiservices v1.apps --no-headers"))
        .containsPattern("^v1.apps +Local +True ");
    assertThat(ok("get csinodes -o name"))
        .contains("csinode.storage.k8s.io/worker-1")
        .contains("csinode.storage.k8s.io/control-plane");
    assertThat(ok("get lease -n kube-node-lease worker-1 -o jsonpath={..ownerReferences[0].kind}"))
        .isEqualTo("Node");
    assertThat(ok("get deployment coredns -n kube-system --subresource=scale"))
        .containsPattern("^NAME +DESIRED +AVAILABLE +AGE\ncoredns +2 +2 ");
    assertThat(ok("get events.events.k8s.io -A --field-selector regarding.kind=Node -o name"))
        .isNotEmpty();
  }

  @Test
  void what_kubeadm_and_the_api_server_leave_for_others_is_there() {
    assertThat(ok("get configmaps -n kube-system -o name").lines())
        .containsExactly(
            "configmap/coredns",
            "configmap/extension-apiserver-authentication",
            "configmap/kube-apiserver-legacy-service-account-token-tracking",
            "configmap/kube-proxy",
            "configmap/kube-root-ca.crt",
            "configmap/kubeadm-config",
            "configmap/kubelet-config");
    assertThat(ok("get secret bootstrap-token-abcdef -n kube-system -o jsonpath={.data}"))
        .contains("\"expiration\":\"");
    String lease = " -n kube-system -l apiserver.kubernetes.io/identity=kube-apiserver";
    assertThat(ok("get leases" + lease + " -o name"))
        .matches("lease.coordination.k8s.io/apiserver-[a-z2-7]{26}\n");
    assertThat(ok("get leases" + lease + " -o jsonpath={.items[0].spec.leaseDurationSeconds}"))
        .isEqualTo("3600");
    assertThat(ok("get leases" + lease + " -o jsonpath={.items[0].spec.holderIdentity}"))
        .matches("apiserver-[a-z2-7]{26}_[0-9a-f-]{36}");
  }

  @Test
  void an_api_server_without_its_flags_ends_and_leaves_the_other_alone() {
    ok("run stray --image=registry.k8s.io/kube-apiserver:v1.37.2 --restart=Never");
    ok("wait pod stray --timeout=15s --for=jsonpath={.status.phase}=Failed");

    assertThat(ok("logs stray"))
        .contains(
            "\"command failed\" err=\"[--etcd-servers must be specified, service-account-issuer is"
                + " a required flag, --service-account-signing-key-file and"
                + " --service-account-issuer are required flags]\"");
    assertThat(ok("get --raw /api/v1/nodes/worker-1/proxy/healthz")).isEqualTo("ok");
    ok("delete pod stray");
  }

  @Test
  void a_secrets_token_lets_its_account_in() {
    ok("create namespace robots");
    ok("create serviceaccount robot -n robots");
    cluster
        .kubectlWithInput(
            "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"metadata\": {\"name\": \"robot\","
                + " \"annotations\": {\"kubernetes.io/service-account.name\": \"robot\"}},"
                + " \"type\": \"kubernetes.io/service-account-token\"}",
            "create -n robots -f -")
        .succeeded();
    ok("wait secret robot -n robots --timeout=10s --for=jsonpath={.data.token}");
    String token =
        new String(
            Base64.getDecoder().decode(ok("get secret robot -n robots -o jsonpath={.data.token}")),
            StandardCharsets.US_ASCII);

    assertThat(ok("auth whoami -o jsonpath={.status.userInfo.username} --token=" + token))
        .isEqualTo("system:serviceaccount:robots:robot");
    ok("delete secret robot -n robots");
    assertThat(cluster.kubectl("get --raw /api --token=" + token).err()).contains("Unauthorized");
  }

  @Test
  void a_signing_request_is_denied() {
    cluster
        .kubectlWithInput(
            "{\"apiVersion\": \"certificates.k8s.io/v1\", \"kind\": \"CertificateSigningRequest\","
                + " \"metadata\": {\"name\": \"unwanted\"}, \"spec\": {\"signerName\":"
                + " \"example.com/own\", \"usages\": [\"client auth\"], \"request\": \""
                + REQUEST
                + "\"}}",
            "create -f -")
        .succeeded();

    assertThat(ok("certificate deny unwanted"))
        .isEqualTo("certificatesigningrequest.certificates.k8s.io/unwanted denied\n");
    assertThat(ok("get csr unwanted --no-headers")).contains("Denied");
  }

  @Test
  void a_user_comes_in_with_the_certificate_that_was_approved(@TempDir Path folder)
      throws IOException {
    NewRequest request =
        NewRequest.of(
            new Authority.Subject("bo", List.of("staff")),
            new ServerCertificate.Names("", List.of("bo.example"), List.of()));
    cluster
        .kubectlWithInput(
            "{\"apiVersion\": \"certificates.k8s.io/v1\", \"kind\": \"CertificateSigningRequest\","
                + " \"metadata\": {\"name\": \"bo\"}, \"spec\": {\"signerName\":"
                + " \"kubernetes.io/kube-apiserver-client\", \"usages\": [\"client auth\"],"
                + " \"request\": \""
                + request.base64()
                + "\"}}",
            "create -f -")
        .succeeded();
    ok("certificate approve bo");
    ok("wait csr bo --timeout=10s --for=jsonpath={.status.certificate}");
    String certificate = ok("get csr bo -o jsonpath={.status.certificate}");

    Files.write(folder.resolve("bo.crt"), Base64.getDecoder().decode(certificate));
    Files.writeString(folder.resolve("bo.key"), request.key());
    Files.writeString(
        folder.resolve("ca.crt"),
        ok("get configmap kube-root-ca.crt -o jsonpath={.data['ca\\.crt']}"));
    String server = ok("config view --minify -o jsonpath={.clusters[0].cluster.server}");
    String own = " --kubeconfig=" + folder.resolve("config");
    ok(
        "config set-cluster lab --embed-certs --server=%s --certificate-authority=%s/ca.crt%s"
            .formatted(server, folder, own));
    ok(
        ("config set-credentials bo --embed-certs --client-certificate=%1$s/bo.crt"
                + " --client-key=%1$s/bo.key%2$s")
            .formatted(folder, own));
    ok("config set-context bo --cluster=lab --user=bo" + own);
    ok("config use-context bo" + own);
    ok("create namespace staffs");
    ok("create rolebinding staff -n staffs --clusterrole=view --group=staff");

    assertThat(ok("auth whoami -o jsonpath={.status.userInfo.groups}" + own))
        .isEqualTo("[\"staff\",\"system:authenticated\"]");
    assertThat(cluster.kubectl("get pods -n staffs" + own).err())
        .isEqualTo("No resources found in staffs namespace.\n");
    assertThat(cluster.kubectl("get pods -n kube-system" + own).err())
        .isEqualTo(
            "Error from server (Forbidden): pods is forbidden: User \"bo\" cannot list resource"
                + " \"pods\" in API group \"\" in the namespace \"kube-system\"\n");
  }

  @Test
  void get_w_goes_on_until_the_pod_runs() throws IOException {
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
  void describe_and_events_tell_what_happened() {
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
  void a_deployment_is_rolled_out_back_and_restarted() {
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
  void a_node_is_drained_and_comes_back() {
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
  void an_eviction_waits_for_the_disruption_budget() {
    namespaceWithPod("budget", "a");
    ok("create poddisruptionbudget keep -n budget --selector=app=demo --min-available=1");
    assertThat(evict("budget", "a").err())
        .contains("Cannot evict pod as it would violate the pod's disruption budget.");
    assertThat(ok("get pod a -n budget -o jsonpath={.metadata.deletionTimestamp}")).isEmpty();
  }

  @Test
  void evictions_spend_a_budget_until_what_replaces_the_pods_is_ready() {
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
  void a_share_of_pods_that_nothing_controls_is_none() {
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
  void a_job_runs_to_its_end() {
    ok("create job once --image=busybox -- echo done");
    assertThat(ok("wait --for=condition=complete --timeout=20s job/once"))
        .isEqualTo("job.batch/once condition met\n");
    assertThat(ok("get job once --no-headers")).startsWith("once   Complete   1/1 ");
    assertThat(ok("logs job/once")).isEqualTo("done\n");
    ok("delete job once");
    assertThat(ok("get pods -l job-name=once -o name")).isEmpty();
  }

  @Test
  void a_job_that_fails_too_often_is_given_up() {
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

  @Test
  void the_cluster_tells_about_itself() {
    assertThat(ok("version")).contains("Server Version: v1.37.2");
    assertThat(ok("cluster-info")).contains("Kubernetes control plane", "CoreDNS");
    assertThat(ok("cluster-info dump -n default")).contains("\"kind\": \"NodeList\"");
    assertThat(ok("api-resources --namespaced=false -o name")).contains("nodes\n");
    assertThat(ok("api-versions")).contains("apps/v1\n").doesNotContain("lab.cnilab.dev");
    assertThat(ok("explain pod.spec.containers.image")).contains("FIELD: image <string>");
    assertThat(ok("auth can-i create pods")).isEqualTo("yes\n");
    assertThat(cluster.kubectl("auth can-i create pods --as nobody").out()).isEqualTo("no\n");
    assertThat(cluster.kubectl("top nodes").err()).isEqualTo("error: Metrics API not available\n");
  }
}
