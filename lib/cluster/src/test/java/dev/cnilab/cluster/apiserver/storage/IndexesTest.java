package dev.cnilab.cluster.apiserver.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.storage.selection.Selection;
import dev.cnilab.cluster.controller.ControlPlane;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.object.ResourceType;
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
    assertThat(orphans("")).containsExactly("c");

    put("a", "", "");
    put("c", "", "set-1");

    assertThat(controlledBy("set-1")).containsExactly("b", "c");
    assertThat(orphans("")).containsExactly("a");
  }

  @Test
  void orphans_are_those_that_a_selector_matches_and_nothing_controls() {
    labelled("default", "a", "{app: web}");
    labelled("default", "b", "{app: api}");
    labelled("other", "c", "{app: web}");

    assertThat(orphans("app=web")).containsExactly("a");
  }

  @Test
  void listing_by_labels_visits_only_the_objects_with_the_rarest_of_them() {
    for (int i = 0; i < 1000; i++) {
      labelled("default", "other-" + i, "{tier: front}");
    }
    labelled("default", "own", "{tier: front, app: web}");
    labelled("other", "own", "{tier: front, app: web}");

    Selection here = Selection.of(ResourceTypes.PODS, "default", "tier=front,app=web", "");
    Selection all = Selection.of(ResourceTypes.PODS, "", "app in (web)", "");

    assertThat(store.candidates(here)).hasSize(1);
    assertThat(store.list(here)).hasSize(1);
    assertThat(store.candidates(all)).hasSize(2);
    assertThat(store.list(Selection.of(ResourceTypes.PODS, "", "app!=web", ""))).hasSize(1000);
  }

  @Test
  void the_label_index_holds_the_objects_that_have_a_label_now() {
    labelled("default", "a", "{app: web}");
    assertThat(withLabel("app=web")).containsExactly("a");

    labelled("default", "a", "{app: api}");
    labelled("default", "b", "{app: web}");
    assertThat(withLabel("app=web")).containsExactly("b");
    assertThat(withLabel("app=api")).containsExactly("a");

    store.remove(ResourceTypes.PODS, "default", "a");
    assertThat(withLabel("app=api")).isEmpty();
  }

  @Test
  void the_services_of_a_pod_are_found_by_one_of_its_labels() {
    with(ResourceTypes.SERVICES, "web", "{selector: {app: web}}");
    with(ResourceTypes.SERVICES, "both", "{selector: {app: web, tier: front}}");
    with(ResourceTypes.SERVICES, "other", "{selector: {app: api}}");
    with(ResourceTypes.SERVICES, "by-hand", "{}");
    with(ResourceTypes.SERVICES, "empty", "{selector: {}}");

    assertThat(selectors(ResourceTypes.SERVICES, "{app: web}")).containsExactly("web");
    assertThat(selectors(ResourceTypes.SERVICES, "{app: web, tier: front}"))
        .containsExactly("both", "web");
    assertThat(selectors(ResourceTypes.SERVICES, "{}")).isEmpty();

    with(ResourceTypes.SERVICES, "web", "{selector: {app: api}}");
    store.remove(ResourceTypes.SERVICES, "default", "other");
    assertThat(selectors(ResourceTypes.SERVICES, "{app: web}")).isEmpty();
    assertThat(selectors(ResourceTypes.SERVICES, "{app: api}")).containsExactly("web");
  }

  @Test
  void the_pods_that_mount_a_claim_are_found_by_its_name() {
    String mounting = "{volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]}";
    with(ResourceTypes.PODS, "a", mounting);
    with(ResourceTypes.PODS, "b", "{volumes: [{name: v, emptyDir: {}}]}");
    KubeObject claim = KubeObject.named(ResourceTypes.PERSISTENT_VOLUME_CLAIMS, "default", "data");
    assertThat(names(store.podsMounting(claim))).containsExactly("a");

    with(ResourceTypes.PODS, "b", mounting);
    store.remove(ResourceTypes.PODS, "default", "a");

    assertThat(names(store.podsMounting(claim))).containsExactly("b");
  }

  @Test
  void a_budget_without_a_selector_selects_nothing_and_one_with_an_empty_selector_everything() {
    with(ResourceTypes.POD_DISRUPTION_BUDGETS, "none", "{minAvailable: 1}");
    with(ResourceTypes.POD_DISRUPTION_BUDGETS, "all", "{selector: {}}");
    with(ResourceTypes.POD_DISRUPTION_BUDGETS, "all-labels", "{selector: {matchLabels: {}}}");
    with(
        ResourceTypes.POD_DISRUPTION_BUDGETS,
        "expression",
        "{selector: {matchExpressions: [{key: app, operator: Exists}]}}");
    with(
        ResourceTypes.POD_DISRUPTION_BUDGETS,
        "unknown",
        "{selector: {matchLabels: {app: web}, matchExpressions: [{key: app, operator: Like}]}}");

    assertThat(selectors(ResourceTypes.POD_DISRUPTION_BUDGETS, "{}"))
        .containsExactly("all", "all-labels");
    assertThat(selectors(ResourceTypes.POD_DISRUPTION_BUDGETS, "{app: web}"))
        .containsExactly("all", "all-labels", "expression");
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

  private List<String> orphans(String selector) {
    return names(store.listOrphans(ResourceTypes.PODS, "default", LabelSelector.parse(selector)));
  }

  private List<String> withLabel(String selector) {
    return names(store.list(Selection.of(ResourceTypes.PODS, "default", selector, "")));
  }

  private List<String> selectors(ResourceType type, String labels) {
    return names(
        store.listSelecting(
            type, ControlPlane.parse("{metadata: {namespace: default, labels: " + labels + "}}")));
  }

  private void labelled(String namespace, String name, String labels) {
    KubeObject pod = KubeObject.named(ResourceTypes.PODS, namespace, name);
    JsonNode written = ControlPlane.parse(labels).json();
    store.put(
        ResourceTypes.PODS, pod.edit(json -> json.withObject("/metadata").set("labels", written)));
  }

  private void with(ResourceType type, String name, String spec) {
    store.put(
        type,
        KubeObject.named(type, "default", name).with("spec", ControlPlane.parse(spec).json()));
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
