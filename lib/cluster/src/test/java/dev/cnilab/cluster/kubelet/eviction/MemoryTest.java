package dev.cnilab.cluster.kubelet.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.kubelet.TestNode;
import dev.cnilab.netsim.kernel.HeapPool;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node that runs out of memory slowly enough for its kubelet to notice. */
class MemoryTest {
  private static final Duration MONITORED = Duration.ofSeconds(13);

  private static final Map<String, String> REQUESTS = Map.of("asked", "3Gi", "burstable", "16Mi");

  private final TestNode node = TestNode.started();

  private Runnable giveBack = () -> {};

  /** Releases what the machine takes of the heap that all machines share, and thus other tests. */
  @AfterEach
  void close() {
    node.run(giveBack::run);
    node.close();
  }

  private void sleeper(String name, String more) {
    node.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: default}
        spec:
          nodeName: node-2
          automountServiceAccountToken: false
          %s
          containers:
          - name: app
            image: sleeper
            imagePullPolicy: IfNotPresent
            command: [sleep]
            resources: {requests: {memory: %s}}
        """
            .formatted(name, more, REQUESTS.getOrDefault(name, "0")));
    node.pass(Duration.ofSeconds(2));
  }

  /** Makes a pod allocate memory until a hundredth of the machine's is left. */
  private void fill(String pod) {
    Process sleeper = node.process(pod);
    long most = HeapPool.MEMORY.free() - HeapPool.MEMORY.size() / 100;
    giveBack = () -> sleeper.hold(-most);
    node.run(() -> sleeper.hold(most));
  }

  private String status(String pod, String field) {
    return node.pod(pod).text("/status/" + field);
  }

  @Test
  void the_pod_that_uses_the_most_memory_is_evicted() {
    sleeper("modest", "");
    sleeper("greedy", "");
    fill("greedy");
    node.pass(MONITORED);

    assertThat(status("greedy", "phase")).isEqualTo("Failed");
    assertThat(status("greedy", "reason")).isEqualTo("Evicted");
    assertThat(status("greedy", "message"))
        .startsWith("The node was low on resource: memory. Threshold quantity: 100Mi, available: ")
        .contains("Container app was using ")
        .endsWith(", request is 0, has larger consumption of memory. ");
    assertThat(node.pod("greedy").at("/status/conditions").toString())
        .contains("\"DisruptionTarget\"", "\"TerminationByKubelet\"");
    assertThat(status("modest", "phase")).isEqualTo("Running");
    assertThat(TestNode.condition(node.node(), "MemoryPressure"))
        .isEqualTo("True KubeletHasInsufficientMemory kubelet has insufficient memory available");
    assertThat(TestNode.condition(node.node(), "DiskPressure")).startsWith("False ");

    node.pass(Duration.ofMinutes(6));
    assertThat(status("modest", "phase")).isEqualTo("Running");
    assertThat(TestNode.condition(node.node(), "MemoryPressure"))
        .isEqualTo("False KubeletHasSufficientMemory kubelet has sufficient memory available");
  }

  @Test
  void a_pod_within_its_memory_request_is_not_evicted() {
    sleeper("asked", "");
    sleeper("asks-nothing", "");
    fill("asked");
    node.pass(MONITORED);
    assertThat(status("asked", "phase")).isEqualTo("Running");
    assertThat(status("asks-nothing", "reason")).isEqualTo("Evicted");
  }

  @Test
  void a_node_under_memory_pressure_rejects_best_effort_pods_without_toleration() {
    sleeper("greedy", "");
    fill("greedy");
    node.pass(MONITORED);
    node.applySleeper("unbidden");
    sleeper("burstable", "");
    sleeper(
        "tolerant", "tolerations: [{key: node.kubernetes.io/memory-pressure, operator: Exists}]");

    assertThat(status("unbidden", "phase")).isEqualTo("Failed");
    assertThat(status("unbidden", "reason")).isEqualTo("Evicted");
    assertThat(status("unbidden", "message"))
        .isEqualTo("Pod was rejected: The node had condition: [MemoryPressure]. ");
    assertThat(status("burstable", "phase")).isEqualTo("Running");
    assertThat(status("tolerant", "phase")).isEqualTo("Running");
  }
}
