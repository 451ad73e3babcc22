package dev.cnilab.cluster.apiserver.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.apiserver.storage.selection.Selection;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists that are read at every event, and must cost no more than what they find. */
class IndexesTest {
  private final ObjectStore store = new ObjectStore(100, Throwable::printStackTrace);

  @Test
  void the_node_index_holds_the_pods_currently_bound_to_a_node() {
    put("b", "worker-1", "");
    put("a", "worker-1", "");
    put("c", "worker-2", "");
    assertThat(onNode("worker-1")).containsExactly("a", "b");

    put("c", "worker-1", "");
    store.remove(ResourceTypes.PODS, "default", "a");

    assertThat(onNode("worker-1")).containsExactly("b", "c");
    assertThat(onNode("worker-2")).isEmpty();
  }

  @Test
  void the_owner_index_holds_the_pods_currently_controlled_by_an_owner() {
    put("b", "", "set-1");
    put("a", "", "set-1");
    put("c", "", "");
    assertThat(controlledBy("set-1")).containsExactly("a", "b");
    assertThat(controlledBy("")).containsExactly("c");

    put("a", "", "");
    put("c", "", "set-1");

    assertThat(controlledBy("set-1")).containsExactly("b", "c");
    assertThat(controlledBy("")).containsExactly("a");
  }

  @Test
  void listing_the_pods_of_a_node_visits_no_other_pods() {
    for (int i = 0; i < 1000; i++) {
      put("other-" + i, "worker-2", "");
    }
    put("own", "worker-1", "");

    assertThat(store.candidates(onlyOn("worker-1"))).hasSize(1);
  }

  @Test
  void listing_by_name_visits_no_other_objects() {
    for (int i = 0; i < 10; i++) {
      put("other-" + i, "", "");
    }
    put("own", "", "");

    Selection here = Selection.of(ResourceTypes.PODS, "default", "", "metadata.name=own");
    Selection elsewhere = Selection.of(ResourceTypes.PODS, "kube-system", "", "metadata.name=own");
    Selection anywhere = Selection.of(ResourceTypes.PODS, "", "", "metadata.name=own");

    assertThat(store.candidates(here)).hasSize(1);
    assertThat(store.list(here)).hasSize(1);
    assertThat(store.list(elsewhere)).isEmpty();
    assertThat(store.list(anywhere)).hasSize(1);
  }

  private List<String> onNode(String node) {
    return names(store.list(onlyOn(node)));
  }

  private static Selection onlyOn(String node) {
    return Selection.of(ResourceTypes.PODS, "", "", "spec.nodeName=" + node);
  }

  private List<String> controlledBy(String uid) {
    return names(store.listControlledBy(ResourceTypes.PODS, "default", uid));
  }

  private static List<String> names(List<KubeObject> objects) {
    return objects.stream().map(KubeObject::name).toList();
  }

  private void put(String name, String node, String controllerUid) {
    KubeObject pod = KubeObject.named(ResourceTypes.PODS, "default", name);
    store.put(
        ResourceTypes.PODS,
        pod.edit(
            json -> {
              json.withObject("/spec").put("nodeName", node);
              if (!controllerUid.isEmpty()) {
                json.withObject("/metadata")
                    .withArray("/ownerReferences")
                    .addObject()
                    .put("uid", controllerUid)
                    .put("controller", true);
              }
            }));
  }
}
