package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A pod's processes find what its fields specify. */
class PodFieldsTest {
  @AutoClose private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new TestCluster(ClusterSpec.onDemand().withNodes(2));
  }

  @Test
  void set_hostname_as_fqdn_sets_the_full_name_of_a_pod() {
    cluster.pod("whole", "hostname: h\n  subdomain: st\n  setHostnameAsFQDN: true");
    cluster.pod("first", "hostname: h\n  subdomain: st");
    cluster.awaitReady("whole");
    cluster.awaitReady("first");
    assertThat(cluster.inPod("whole", "hostname")).isEqualTo("h.st.default.svc.cluster.local\n");
    assertThat(cluster.inPod("first", "hostname")).isEqualTo("h\n");
    assertThat(cluster.inPod("first", "hostname", "-f"))
        .isEqualTo("h.st.default.svc.cluster.local\n");
    assertThat(cluster.inPod("first", "hostname", "-i"))
        .isEqualTo(cluster.pod("first").ip() + "\n");
  }

  @Test
  void a_hostname_longer_than_64_characters_is_rejected() {
    String subdomain = "s".repeat(40);
    cluster.pod("long", "subdomain: " + subdomain + "\n  setHostnameAsFQDN: true");
    cluster.pass(Duration.ofSeconds(5));
    assertThat(cluster.events("long"))
        .as("an event for the first failure too, in the instant in which the pod was scheduled")
        .anySatisfy(
            event ->
                assertThat(event.text("/message"))
                    .contains("(64 characters is the max, 71 characters requested)"));
  }

  @Test
  void containers_after_a_sidecar_wait_for_its_startup_probe() {
    cluster.pod(
        "accompanied",
        """
        initContainers:
          - name: side
            image: nicolaka/netshoot
            restartPolicy: Always
            command: [sh, -c, 'sleep 10; touch /there; sleep infinity']
            startupProbe: {exec: {command: [test, -e, /there]}, periodSeconds: 1, failureThreshold: 100}
          - {name: first, image: nicolaka/netshoot, command: ['true']}
        """);
    cluster.pass(Duration.ofSeconds(6));
    assertThat(cluster.pod("accompanied").object().at("/status/initContainerStatuses/1/state"))
        .asString()
        .contains("PodInitializing");
    cluster.awaitReady("accompanied");
  }

  @Test
  void a_pod_succeeds_once_all_but_its_sidecars_have_ended() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: over}
        spec:
          restartPolicy: Never
          terminationGracePeriodSeconds: 2
          initContainers:
          - {name: side, image: busybox, restartPolicy: Always, command: [sleep, infinity]}
          containers:
          - {name: app, image: busybox, command: [sleep, '3']}
        """);
    cluster.pass(Duration.ofSeconds(10));

    assertThat(cluster.pod("over").object().text("/status/phase")).isEqualTo("Succeeded");
    assertThat(
            cluster
                .pod("over")
                .object()
                .at("/status/initContainerStatuses/0/state/terminated/exitCode")
                .asInt())
        .isEqualTo(137);
  }

  @Test
  void a_pod_bound_to_a_node_by_name_must_fit_there() {
    String image = "{name: app, image: busybox, command: [sleep, infinity], resources: %s}";
    for (String[] each :
        new String[][] {
          {"bulky", "{}", "{requests: {cpu: '50'}}"},
          {"heavy", "{}", "{requests: {memory: 100Gi}}"},
          {"astray", "{disk: none}", "{}"}
        }) {
      cluster.apply(
          "apiVersion: v1\nkind: Pod\nmetadata: {name: %s}\nspec: {nodeName: worker-1, nodeSelector: %s, containers: [%s]}"
              .formatted(each[0], each[1], image.formatted(each[2])));
    }
    cluster.pass(Duration.ofSeconds(3));

    assertThat(cluster.pod("bulky").object().text("/status/reason")).isEqualTo("OutOfcpu");
    assertThat(cluster.pod("bulky").object().text("/status/message"))
        .matches(
            "Pod was rejected: Node didn't have enough resource: cpu, requested: 50000, used: \\d+,"
                + " capacity: 2000");
    assertThat(cluster.pod("heavy").object().text("/status/reason")).isEqualTo("OutOfmemory");
    assertThat(cluster.pod("heavy").object().text("/status/message"))
        .contains("memory, requested: 107374182400, used: ");
    assertThat(cluster.pod("astray").object().text("/status/message"))
        .isEqualTo(
            "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node"
                + " affinity/selector");
  }

  @Test
  void proc_status_shows_the_groups_of_a_process() {
    cluster.pod(
        "grouped",
        "securityContext: {runAsUser: 1000, runAsGroup: 3000, supplementalGroups: [4000], fsGroup:"
            + " 2000}");
    cluster.awaitReady("grouped");
    assertThat(cluster.inPod("grouped", "id")).contains("groups=3000,2000,4000");
    assertThat(cluster.inPod("grouped", "grep", "Groups", "/proc/self/status"))
        .isEqualTo("Groups:\t2000 3000 4000 \n");
    assertThat(cluster.inPod("grouped", "sh", "-c", "echo $HOME")).isEqualTo("/\n");
    assertThat(
            cluster.pod("grouped").object().at("/status/containerStatuses/0/user/linux").toString())
        .contains("\"supplementalGroups\":[3000,4000,2000]");
  }

  @Test
  void safe_sysctls_apply_only_to_their_pod() {
    cluster.pod(
        "tuned",
        """
        securityContext:
            sysctls:
            - {name: net.ipv4.tcp_keepalive_time, value: '600'}
            - {name: net.ipv4.ip_local_port_range, value: 40000 40010}
        """);
    cluster.awaitReady("tuned");
    assertThat(cluster.inPod("tuned", "sysctl", "net.ipv4.tcp_keepalive_time"))
        .isEqualTo("net.ipv4.tcp_keepalive_time = 600\n");
    assertThat(cluster.onNode("worker-1", "cat /proc/sys/net/ipv4/ip_local_port_range"))
        .isEqualTo("32768\t60999\n");
    assertThat(
            cluster.inPod(
                "tuned",
                "curl",
                "-sk",
                "-w",
                "%{local_port}",
                "-o",
                "/dev/null",
                "https://kubernetes.default"))
        .startsWith("400");
  }

  @Test
  void the_termination_message_path_may_be_in_dev() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: testament}
        spec:
          restartPolicy: Never
          securityContext: {runAsUser: 1000}
          containers:
          - name: app
            image: busybox
            terminationMessagePath: /dev/own-log
            command: [sh, -c, 'echo -n goodbye > /dev/own-log; echo gone > /dev/null']
        """);
    cluster.pass(Duration.ofSeconds(5));

    assertThat(cluster.pod("testament").object().at("/status/containerStatuses/0/state"))
        .asString()
        .contains("\"exitCode\":0", "\"message\":\"goodbye\"");
  }

  @Test
  void a_container_has_its_own_dev_directory() {
    cluster.pod("own-devices", "restartPolicy: Never");
    cluster.awaitReady("own-devices");

    assertThat(cluster.inPod("own-devices", "sh", "-c", "echo a > /dev/mine; cat /dev/mine"))
        .isEqualTo("a\n");
    assertThat(cluster.inPod("own-devices", "sh", "-c", "grep ' /dev ' /proc/mounts"))
        .startsWith("tmpfs /dev tmpfs rw,")
        .contains("size=65536k");
    assertThat(cluster.inPod("own-devices", "sh", "-c", "head -c 3 /dev/zero | wc -c"))
        .isEqualTo("3\n");
    assertThat(
            cluster.inPod(
                "own-devices", "sh", "-c", "tail -f /dev/null & sleep 1; kill $! && echo follows"))
        .isEqualTo("follows\n");
  }

  @Test
  void the_shm_rmid_forced_sysctl_applies_only_to_its_pod() {
    cluster.pod(
        "shared", "securityContext: {sysctls: [{name: kernel.shm_rmid_forced, value: '1'}]}");
    cluster.pod("unset", "restartPolicy: Never");
    cluster.awaitReady("shared");
    cluster.awaitReady("unset");

    assertThat(cluster.inPod("shared", "sysctl", "kernel.shm_rmid_forced"))
        .isEqualTo("kernel.shm_rmid_forced = 1\n");
    assertThat(cluster.inPod("unset", "cat", "/proc/sys/kernel/shm_rmid_forced")).isEqualTo("0\n");
  }

  @Test
  void containers_of_a_pod_share_dev_shm_across_users() {
    cluster.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: sharing}
        spec:
          containers:
          - {name: a, image: busybox, command: [sh, -c, 'echo 1 > /dev/shm/a; sleep 999']}
          - name: b
            image: busybox
            command: [sh, -c, 'until grep 1 /dev/shm/a; do sleep 1; done; echo 2 > /dev/shm/b; sleep 999']
            securityContext: {runAsUser: 1000, readOnlyRootFilesystem: true}
        """);
    cluster.awaitReady("sharing");

    assertThat(cluster.inPod("sharing", "sh", "-c", "sleep 3; cat /dev/shm/a /dev/shm/b"))
        .isEqualTo("1\n2\n");
    assertThat(cluster.inPod("sharing", "grep", " /dev/shm ", "/proc/mounts"))
        .startsWith("shm /dev/shm tmpfs rw,")
        .contains("size=65536k");
  }
}
