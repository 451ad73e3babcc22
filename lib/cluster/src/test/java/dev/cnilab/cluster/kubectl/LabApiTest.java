package dev.cnilab.cluster.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What only the embedded cluster can do, through plain kubectl. */
@EnabledIf(
    value = "dev.cnilab.cluster.kubectl.Kubectl#isInstalled",
    disabledReason = "there is no kubectl on PATH")
class LabApiTest {
  private static final String API = "/apis/lab.cnilab.dev/v1/";
  @AutoClose private WholeCluster cluster;

  @BeforeEach
  void start() {
    cluster = new WholeCluster();
  }

  @Test
  void a_reset_removes_everything_that_was_created() {
    cluster.kubectl("create namespace mine").succeeded();
    cluster.kubectl("run p -n mine --image=busybox -- sleep 1d").succeeded();
    cluster.kubectl("create deployment web --image=nginx --replicas=3").succeeded();
    cluster.kubectl("delete daemonset kube-flannel-ds -n kube-flannel").succeeded();
    cluster.kubectl("label node worker-1 mine=yes").succeeded();
    cluster.onNode("worker-1", "rm /etc/cni/net.d/*; ip link add mine type bridge; echo > /mine");
    String node = cluster.kubectl("get node worker-1 -o jsonpath={.metadata.uid}").succeeded();

    cluster.kubectlWithInput("{}", "create --raw " + API + "reset -f -").succeeded();

    assertThat(cluster.kubectl("get namespaces -o name").succeeded()).doesNotContain("mine");
    assertThat(cluster.kubectl("get pods,deployments -o name").succeeded()).isEmpty();
    assertThat(cluster.kubectl("get node worker-1 -o jsonpath={.metadata.uid}").succeeded())
        .isNotEqualTo(node);
    assertThat(cluster.kubectl("get nodes --show-labels --no-headers").succeeded())
        .doesNotContain("mine=yes", "NotReady");
    assertThat(cluster.onNode("worker-1", "ls /etc/cni/net.d /mine; ip -br link"))
        .contains("10-flannel.conflist", "'/mine': No such file", "flannel.1")
        .doesNotContain("mine  ");
    cluster.kubectl("rollout status ds/kube-flannel-ds -n kube-flannel --timeout=5s").succeeded();
    cluster.kubectl("run p --image=busybox -- sleep 1d").succeeded();
    cluster.kubectl("wait pod/p --for=condition=Ready --timeout=15s").succeeded();
  }

  @Test
  void a_second_cluster_has_its_own_plugin_and_ranges(@TempDir Path folder) throws IOException {
    String made =
        cluster
            .kubectlWithInput(
                "{\"metadata\": {\"name\": \"small\"}, \"spec\": {\"cni\": \"bridge\", \"nodes\":"
                    + " 2, \"podCidr\": \"10.5.0.0/24\", \"nodeCidrMaskSize\": 28}}",
                "create --raw " + API + "clusters -f -")
            .succeeded();
    Path kubeconfig =
        Files.writeString(
            folder.resolve("small"), Json.parse(made).at("/status/kubeconfig").asText());

    assertThat(
            Kubectl.run(
                    kubeconfig,
                    "",
                    "get",
                    "nodes",
                    "--no-headers",
                    "-o",
                    "custom-columns=N:.metadata.name,C:.spec.podCIDR")
                .succeeded())
        .isEqualTo("control-plane   10.5.0.0/28\nworker-1        10.5.0.16/28\n");
    assertThat(cluster.kubectl("get clusters.lab.cnilab.dev").err())
        .as("discovery does not list what a real cluster does not have")
        .contains("the server doesn't have a resource type");
    assertThat(cluster.kubectl("get --raw " + API + "clusters").succeeded())
        .contains("\"name\":\"small\"");
    cluster.kubectl("delete --raw " + API + "clusters/small").succeeded();
    assertThat(Kubectl.run(kubeconfig, "", "get", "nodes").err()).contains("was refused");
    assertThat(cluster.kubectl("get --raw " + API + "clusters/small").err())
        .contains("clusters.lab.cnilab.dev \"small\" not found");
  }

  @Test
  void a_second_cluster_can_start_with_an_age(@TempDir Path folder) throws IOException {
    String made =
        cluster
            .kubectlWithInput(
                "{\"metadata\": {\"name\": \"old\"}, \"spec\": {\"nodes\": 1,"
                    + " \"ageSeconds\": 3600}}",
                "create --raw " + API + "clusters -f -")
            .succeeded();
    Path kubeconfig =
        Files.writeString(
            folder.resolve("old"), Json.parse(made).at("/status/kubeconfig").asText());
    String[] since = {
      "get", "node", "control-plane", "-o", "jsonpath={.metadata.creationTimestamp}"
    };
    Instant there = Instant.parse(Kubectl.run(kubeconfig, "", since).succeeded());
    Instant here = Instant.parse(cluster.kubectl(String.join(" ", since)).succeeded());

    assertThat(Duration.between(there, here)).isGreaterThan(Duration.ofMinutes(50));
    cluster.kubectl("delete --raw " + API + "clusters/old").succeeded();
    assertThat(
            cluster
                .kubectlWithInput(
                    "{\"spec\": {\"ageSeconds\": -1}}", "create --raw " + API + "clusters -f -")
                .err())
        .contains("spec: ageSeconds is 0 to 86400, not -1");
  }

  @Test
  void an_impossible_cluster_is_rejected_with_the_reason() {
    assertThat(
            cluster
                .kubectlWithInput(
                    "{\"spec\": {\"cni\": \"token-ring\"}}",
                    "create --raw " + API + "clusters -f -")
                .err())
        .contains("spec.cni: \"token-ring\" is not one of flannel, calico, cilium, weave, bridge");
    assertThat(
            cluster
                .kubectlWithInput(
                    "{\"spec\": {\"nodes\": 1000}}", "create --raw " + API + "clusters -f -")
                .err())
        .contains("spec: the pod network 10.244.0.0/16 has a /24 for 256 nodes, not for 1000");
  }
}
