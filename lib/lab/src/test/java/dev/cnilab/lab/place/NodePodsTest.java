package dev.cnilab.lab.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.await.Waiter;
import dev.cnilab.lab.client.FakeApi;
import dev.cnilab.lab.guard.Guard;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class NodePodsTest {

  /** A session of many incidents has a cluster for each. */
  @Test
  void nothing_is_kept_of_pods_that_nobody_asked_for() throws Exception {
    WeakReference<NodePods> pods = new WeakReference<>(pods());

    for (int i = 0; i < 50 && pods.get() != null; i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertThat(pods.get()).isNull();
  }

  private static NodePods pods() throws Exception {
    try (FakeApi api = new FakeApi()) {
      return new NodePods(api.cluster(), new Guard(api.cluster()), new Waiter(() -> null));
    }
  }
}
