package dev.cnilab.cluster.controller.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.client.WatchEvent.Type;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Taint;
import org.junit.jupiter.api.Test;

class RelevantChangesTest {
  private final RelevantChanges<?> taints = new RelevantChanges<>(Taint::of);

  @Test
  void a_heartbeat_of_a_node_does_not_count_as_a_taint_change() {
    assertThat(taints.test(new WatchEvent(Type.ADDED, node("1", "")))).isTrue();
    assertThat(taints.test(new WatchEvent(Type.MODIFIED, node("2", "")))).isFalse();
    assertThat(taints.test(new WatchEvent(Type.MODIFIED, node("2", "away")))).isTrue();
    assertThat(taints.test(new WatchEvent(Type.MODIFIED, node("3", "away")))).isFalse();
  }

  @Test
  void an_object_that_is_deleted_and_recreated_has_changed() {
    taints.test(new WatchEvent(Type.ADDED, node("1", "")));

    assertThat(taints.test(new WatchEvent(Type.DELETED, node("1", "")))).isTrue();
    assertThat(taints.test(new WatchEvent(Type.ADDED, node("1", "")))).isTrue();
  }

  private static KubeObject node(String heartbeat, String taint) {
    return KubeObject.named(ResourceTypes.NODES, "", "worker-1")
        .edit(
            json -> {
              json.withObject("/status").put("heartbeat", heartbeat);
              if (!taint.isEmpty()) {
                json.withObject("/spec")
                    .withArray("/taints")
                    .addObject()
                    .put("key", taint)
                    .put("effect", "NoExecute");
              }
            });
  }
}
