package dev.cnilab.cluster.apiserver.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedTreesTest {
  private final ObjectStore store = new ObjectStore(100, Throwable::printStackTrace);

  @Test
  void two_pods_of_one_template_share_their_equal_parts() {
    KubeObject one = store.put(ResourceTypes.PODS, pod("one", "nginx"));
    KubeObject two = store.put(ResourceTypes.PODS, pod("two", "nginx"));

    assertThat(two.json()).isNotEqualTo(one.json());
    assertThat(two.at("/spec")).isSameAs(one.at("/spec"));
    assertThat(two.at("/metadata/labels")).isSameAs(one.at("/metadata/labels"));
  }

  @Test
  void a_changed_pod_shares_its_unchanged_parts_with_its_old_version() {
    KubeObject before = store.put(ResourceTypes.PODS, pod("one", "nginx"));
    fill(store, 20_000); // so that only the object itself refers to its parts

    KubeObject after = store.put(ResourceTypes.PODS, pod("one", "busybox"));

    assertThat(after.at("/spec")).isNotEqualTo(before.at("/spec"));
    assertThat(after.at("/spec/tolerations")).isSameAs(before.at("/spec/tolerations"));
    assertThat(after.at("/spec/containers/0/env")).isSameAs(before.at("/spec/containers/0/env"));
  }

  @Test
  void replaced_objects_are_garbage_collected() {
    WeakReference<KubeObject> replaced =
        new WeakReference<>(store.put(ResourceTypes.PODS, pod("one", "x".repeat(1000))));
    WeakReference<Object> text =
        new WeakReference<>(Objects.requireNonNull(replaced.get()).at("/spec/containers/0/image"));
    store.put(ResourceTypes.PODS, pod("one", "nginx"));
    store.compact(store.revision());

    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          while (text.get() != null) {
            System.gc();
          }
        });
  }

  @Test
  void a_stored_object_equals_the_written_one_in_field_order_too() {
    KubeObject written = pod("one", "nginx");

    KubeObject stored = store.put(ResourceTypes.PODS, written);

    ObjectNode unversioned = stored.json().deepCopy();
    ((ObjectNode) unversioned.get("metadata")).remove("resourceVersion");
    assertThat(unversioned).hasToString(written.toString()).isEqualTo(written.json());
    assertThat(written.json()).isEqualTo(unversioned).hasSameHashCodeAs(unversioned);
  }

  @Test
  void equal_objects_in_another_field_order_keep_their_order() {
    store.put(ResourceTypes.PODS, pod("one", "nginx"));
    KubeObject sorted =
        KubeObject.parse(
            pod("two", "nginx")
                .toString()
                .replace(
                    "\"name\":\"web\",\"image\":\"nginx\"",
                    "\"image\":\"nginx\",\"name\":\"web\""));

    KubeObject stored = store.put(ResourceTypes.PODS, sorted);

    assertThat(stored.at("/spec")).hasToString(sorted.at("/spec").toString());
    assertThat(stored.at("/spec").toString())
        .isNotEqualTo(pod("one", "nginx").at("/spec").toString());
  }

  @Test
  void a_stored_object_is_immutable() {
    KubeObject stored = store.put(ResourceTypes.PODS, pod("one", "nginx"));
    ObjectNode spec = (ObjectNode) stored.at("/spec");

    assertThatThrownBy(() -> spec.put("nodeName", "worker-1"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> spec.withArray("tolerations").add("any"))
        .isInstanceOf(UnsupportedOperationException.class);
    KubeObject edited = stored.edit(json -> json.withObject("/spec").put("nodeName", "worker-1"));
    assertThat(edited.text("/spec/nodeName")).isEqualTo("worker-1");
  }

  @Test
  void an_object_with_1000_fields_is_stored_and_read() {
    ObjectNode many = Json.object();
    IntStream.range(0, 1000).forEach(i -> many.put("key-" + i, i));
    KubeObject written =
        KubeObject.named(ResourceTypes.CONFIG_MAPS, "default", "many")
            .edit(json -> json.set("data", many));

    KubeObject stored = store.put(ResourceTypes.CONFIG_MAPS, written);

    assertThat(stored.at("/data/key-777").asInt()).isEqualTo(777);
    assertThat(stored.map("/data").keySet())
        .containsExactlyElementsOf(written.map("/data").keySet());
  }

  private static void fill(ObjectStore store, int values) {
    String texts =
        IntStream.range(0, values)
            .mapToObj(i -> "\"text " + i + "\"")
            .collect(Collectors.joining(","));
    KubeObject object = KubeObject.named(ResourceTypes.CONFIG_MAPS, "default", "filler");
    store.put(
        ResourceTypes.CONFIG_MAPS,
        object.edit(json -> json.set("data", Json.parse("[" + texts + "]"))));
  }

  private static KubeObject pod(String name, String image) {
    return KubeObject.parse(
        """
        {"apiVersion": "v1", "kind": "Pod",
         "metadata": {"name": "%s", "namespace": "default", "labels": {"app": "web"}},
         "spec": {
           "containers": [{"name": "web", "image": "%s", "env": [{"name": "A", "value": "b"}]}],
           "tolerations": [{"key": "node.kubernetes.io/not-ready", "operator": "Exists"}]}}
        """
            .formatted(name, image));
  }
}
