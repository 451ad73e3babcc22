package dev.cnilab.lab.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.lab.await.ClusterClock;
import dev.cnilab.lab.await.Waiter;
import dev.cnilab.lab.client.FakeApi;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.guard.Guard;
import dev.cnilab.lab.guard.LabNamespace;
import java.lang.ref.WeakReference;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShellPodsTest {

  /** A session with many incidents has a cluster for each. */
  @Test
  void unused_shell_pods_are_garbage_collected() throws Exception {
    WeakReference<ShellPods> pods = new WeakReference<>(pods());

    for (int i = 0; i < 50 && pods.get() != null; i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertThat(pods.get()).isNull();
  }

  /** A real kubelet takes seconds per pod, and a step needs all of them. */
  @Test
  void the_pods_of_all_nodes_are_created_before_the_first_wait() throws Exception {
    try (FakeApi api = new FakeApi()) {
      api.list("/api/v1/nodes", named("a"), named("b"));
      api.list("/api/v1/namespaces", named(LabNamespace.NAME));
      String namespace = "/api/v1/namespaces/" + LabNamespace.NAME;
      api.list(namespace + "/serviceaccounts", named("default"));
      Waiter waiter = new Waiter(() -> new ClusterClock.Stepped(duration -> {}));
      ShellPods pods = new ShellPods(api.cluster(), new Guard(api.cluster()), waiter);

      assertThatThrownBy(pods::leave).hasMessageContaining("a shell on node a");
      assertThat(api.get(namespace + "/pods/node-a").text("/spec/nodeName")).isEqualTo("a");
      assertThat(api.get(namespace + "/pods/node-b").text("/spec/nodeName")).isEqualTo("b");
    }
  }

  private static Json named(String name) {
    return Json.of(Map.of("metadata", Map.of("name", name)));
  }

  private static ShellPods pods() throws Exception {
    try (FakeApi api = new FakeApi()) {
      return new ShellPods(api.cluster(), new Guard(api.cluster()), new Waiter(() -> null));
    }
  }
}
