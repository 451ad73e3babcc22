package dev.cnilab.cluster.apiserver.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.apiserver.storage.selection.Selection;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
  private final ObjectStore store = new ObjectStore(100, Throwable::printStackTrace);
  private final List<String> told = new ArrayList<>();

  @Test
  void a_write_reaches_its_watchers_in_subscription_order() {
    subscribe("one kubelet", ResourceTypes.PODS, "spec.nodeName=worker-1");
    subscribe("a controller", ResourceTypes.PODS, "");
    subscribe("another kubelet", ResourceTypes.PODS, "spec.nodeName=worker-2");
    subscribe("a proxy", ResourceTypes.SERVICES, "");
    store.subscribe(change -> told.add("one who asks for everything"));

    store.put(ResourceTypes.PODS, pod("worker-1"));

    assertThat(told).containsExactly("one kubelet", "a controller", "one who asks for everything");
  }

  @Test
  void watchers_of_unbound_pods_are_notified_of_a_binding() {
    store.put(ResourceTypes.PODS, pod(""));
    subscribe("unbound", ResourceTypes.PODS, "spec.nodeName=");
    subscribe("kubelet", ResourceTypes.PODS, "spec.nodeName=worker-1");

    store.put(ResourceTypes.PODS, pod("worker-1"));

    assertThat(told).containsExactly("unbound", "kubelet");
  }

  @Test
  void only_watchers_of_a_node_are_notified_of_its_changes() {
    subscribe("its proxy", ResourceTypes.NODES, "metadata.name=worker-1");
    subscribe("another proxy", ResourceTypes.NODES, "metadata.name=worker-2");
    subscribe("a flanneld", ResourceTypes.NODES, "");
    subscribe("its kubelet", ResourceTypes.PODS, "metadata.name=worker-1");

    store.put(ResourceTypes.NODES, KubeObject.named(ResourceTypes.NODES, "", "worker-1"));

    assertThat(told).containsExactly("its proxy", "a flanneld");
  }

  @Test
  void a_watcher_that_left_is_not_notified() {
    Runnable leave = subscribe("kubelet", ResourceTypes.PODS, "spec.nodeName=worker-1");
    subscribe("controller", ResourceTypes.PODS, "");

    leave.run();
    leave.run();
    store.put(ResourceTypes.PODS, pod("worker-1"));

    assertThat(told).containsExactly("controller");
  }

  private Runnable subscribe(String who, ResourceType type, String fields) {
    return store.subscribe(Selection.of(type, "", "", fields), change -> told.add(who));
  }

  private static KubeObject pod(String node) {
    return KubeObject.named(ResourceTypes.PODS, "default", "a")
        .edit(json -> json.withObject("/spec").put("nodeName", node));
  }
}
