package dev.cnilab.cluster.kubelet.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.kubelet.TestNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.value.Quantity;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a kubelet reserves and limits, and when its node is short of something. */
class KubeletResourcesTest extends ConfiguredKubelet {
  @Test
  void max_pods_and_pods_per_core_set_the_pod_capacity() {
    edit(text -> text + "maxPods: 7\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(11);
    assertThat(node.node().text("/status/capacity/pods")).isEqualTo("7");
    edit(text -> text + "podsPerCore: 2\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(11);
    assertThat(node.node().text("/status/allocatable/pods")).isEqualTo("4");
  }

  @Test
  void static_pods_beyond_max_pods_are_rejected() {
    edit(text -> text + "maxPods: 3\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(11);
    for (String name : List.of("e", "d", "c", "b", "a")) {
      String manifest =
          "{apiVersion: v1, kind: Pod, metadata: {name: %s}, spec: {containers: [{name: c, image: 'sleeper:v2', command: [sleep]}]}}"
              .formatted(name);
      node.run(() -> node.files().write("/etc/kubernetes/manifests/" + name + ".yaml", manifest));
      node.passSeconds(2);
    }
    assertThat(List.of("e", "d", "c")).allMatch(name -> node.hasPod(name + "-node-2"));
    assertThat(List.of("b", "a")).noneMatch(name -> node.hasPod(name + "-node-2"));
  }

  @Test
  void reserved_resources_are_subtracted_from_allocatable() {
    String before = node.node().text("/status/allocatable/memory");
    edit(text -> text + "kubeReserved: {cpu: 100m, memory: 100Mi}\nsystemReserved: {cpu: 50m}\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(11);
    assertThat(node.node().text("/status/allocatable/cpu")).isEqualTo("1850m");
    assertThat(node.node().text("/status/allocatable/memory"))
        .isEqualTo(ki(before) - 100 * 1024 + "Ki");

    edit(text -> text + "evictionHard: {memory.available: 900Gi}\n");
    node.systemctl("restart", "kubelet");
    node.passSeconds(1);
    assertThat(node.log("Failed to start ContainerManager"))
        .last()
        .asString()
        .contains("Resource \\\"memory\\\" has a reservation of {{966")
        .contains("Expected capacity >= reservation.");

    edit(text -> text.replaceAll("(?m)^(kubeReserved|systemReserved|evictionHard).*\n", ""));
    node.passSeconds(30);
    assertThat(node.node().text("/status/allocatable/cpu")).isEqualTo("2");
    assertThat(node.node().text("/status/allocatable/memory")).isEqualTo(before);
  }

  private static long ki(String quantity) {
    return Long.parseLong(quantity.replace("Ki", ""));
  }

  @Test
  void a_node_below_its_memory_threshold_has_memory_pressure() {
    String most = ki(node.node().text("/status/capacity/memory")) - 1 + "Ki";
    edit(text -> text + "evictionHard: {memory.available: " + most + "}\n");
    node.applySleeper("greedy");
    node.passSeconds(2);
    node.systemctl("restart", "kubelet");
    node.passSeconds(25);
    assertThat(TestNode.condition(node.node(), "MemoryPressure")).startsWith("True");
    assertThat(node.pod("greedy").text("/status/reason")).isEqualTo("Evicted");

    edit(text -> text.replaceAll("(?m)^evictionHard.*\n", ""));
    node.systemctl("restart", "kubelet");
    node.passSeconds(25);
    assertThat(TestNode.condition(node.node(), "MemoryPressure")).startsWith("False");
  }

  @Test
  void either_disk_threshold_causes_pressure_but_only_nodefs_is_withheld() {
    edit(text -> text + "evictionHard: {nodefs.available: 18Gi, imagefs.available: 1Gi}\n");
    restartAndObserve();
    assertThat(TestNode.condition(node.node(), "DiskPressure")).startsWith("True");

    edit(text -> text.replace("18Gi", "1Gi").replace("available: 1Gi}", "available: 99%}"));
    restartAndObserve();
    assertThat(TestNode.condition(node.node(), "DiskPressure")).startsWith("True");
    assertThat(withheld("ephemeral-storage")).isEqualTo(1L << 30);
  }

  @Test
  void eviction_thresholds_are_withheld_from_allocatable() {
    long usually = withheld("ephemeral-storage");
    edit(text -> text + "evictionHard: {}\n");
    restartAndObserve();
    assertThat(withheld("memory")).isZero();
    assertThat(withheld("ephemeral-storage")).isZero();

    edit(
        text ->
            text.replace(
                "evictionHard: {}",
                "evictionHard: {memory.available: 200Mi, containerfs.available: 99%}\n"
                    + "mergeDefaultEvictionSettings: true"));
    restartAndObserve();
    assertThat(withheld("memory")).isEqualTo(200L << 20);
    assertThat(withheld("ephemeral-storage")).isEqualTo(usually).isPositive();
    assertThat(TestNode.condition(node.node(), "DiskPressure")).startsWith("False");
  }

  private void restartAndObserve() {
    node.systemctl("restart", "kubelet");
    node.passSeconds(25);
  }

  /** In bytes: what of a resource pods cannot have. */
  private long withheld(String resource) {
    KubeObject found = node.node();
    return Quantity.milli(found.text("/status/capacity/" + resource)) / 1000
        - Quantity.milli(found.text("/status/allocatable/" + resource)) / 1000;
  }

  @Test
  void pod_pids_limit_limits_the_processes_of_a_pod() {
    edit(text -> text + "podPidsLimit: 10\n");
    startAgainAndRun("few");
    startMore("few", 8);
    assertThatThrownBy(() -> startMore("few", 1))
        .hasMessageContaining("Resource temporarily unavailable");

    edit(text -> text.replace("podPidsLimit: 10", "podPidsLimit: -1"));
    startAgainAndRun("many");
    startMore("many", 20);
  }

  /** Besides the pause process and the container's. */
  private void startMore(String pod, int processes) {
    Process parent = node.process(pod);
    for (int i = 0; i < processes; i++) {
      node.run(() -> parent.start(ProcessSpec.of("sleep")));
    }
  }
}
