package dev.cnilab.cluster.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalClientTest {
  @AutoClose private final EventLoop loop = EventLoop.onDemand(1);
  private final ApiServer server = loop.call(() -> new ApiServer(loop));
  private final ApiClient client = server.client(User.apiServer());

  @BeforeEach
  void createNamespace() {
    onLoop(
        () -> {
          client.create(
              ResourceTypes.NAMESPACES, KubeObject.named(ResourceTypes.NAMESPACES, "", "default"));
          return client.create(
              ResourceTypes.SERVICE_ACCOUNTS,
              KubeObject.named(ResourceTypes.SERVICE_ACCOUNTS, "default", "default"));
        });
  }

  @Test
  void a_created_object_has_uid_version_and_time() {
    KubeObject created = onLoop(() -> client.create(ResourceTypes.CONFIG_MAPS, configMap("a")));

    assertThat(created.uid()).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab].*");
    assertThat(created.resourceVersion()).isNotEmpty();
    assertThat(created.text("/metadata/creationTimestamp")).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(onLoop(() -> client.get(ResourceTypes.CONFIG_MAPS, "default", "a")))
        .isEqualTo(created);
  }

  @Test
  void creating_a_second_object_of_the_same_name_fails() {
    onLoop(() -> client.create(ResourceTypes.CONFIG_MAPS, configMap("a")));

    assertThatThrownBy(() -> onLoop(() -> client.create(ResourceTypes.CONFIG_MAPS, configMap("a"))))
        .isInstanceOf(ApiException.class)
        .hasMessage("configmaps \"a\" already exists");
  }

  @Test
  void an_update_with_a_stale_version_fails() {
    KubeObject first = onLoop(() -> client.create(ResourceTypes.CONFIG_MAPS, configMap("a")));
    KubeObject changed = first.edit(json -> json.withObject("/data").put("k", "v"));
    onLoop(() -> client.update(ResourceTypes.CONFIG_MAPS, changed));

    assertThatThrownBy(() -> onLoop(() -> client.update(ResourceTypes.CONFIG_MAPS, changed)))
        .hasMessage(
            "Operation cannot be fulfilled on configmaps \"a\": the object has been modified;"
                + " please apply your changes to the latest version and try again");
  }

  @Test
  void a_watch_sends_the_existing_objects_and_then_each_change_in_order() {
    List<String> seen = new ArrayList<>();
    onLoop(() -> client.create(ResourceTypes.CONFIG_MAPS, configMap("a")));
    onLoop(
        () ->
            client.watch(
                ResourceTypes.CONFIG_MAPS,
                "default",
                ListOptions.everything(),
                event -> seen.add(event.type() + " " + event.object().name())));
    onLoop(
        () -> {
          client.create(ResourceTypes.CONFIG_MAPS, configMap("b"));
          client.patch(
              ResourceTypes.CONFIG_MAPS,
              "default",
              "a",
              Patch.merge(Json.parse("{\"data\":{\"k\":\"v\"}}")));
          client.delete(ResourceTypes.CONFIG_MAPS, "default", "a", DeleteOptions.background());
          return seen;
        });
    loop.advance(Duration.ofMillis(1));

    assertThat(seen).containsExactly("ADDED a", "ADDED b", "MODIFIED a", "DELETED a");
  }

  @Test
  void a_bound_pod_stays_until_it_is_deleted_without_a_grace_period() {
    onLoop(
        () -> {
          client.create(ResourceTypes.PODS, pod("p", "worker-1"));
          client.delete(ResourceTypes.PODS, "default", "p", DeleteOptions.background());
          return "";
        });
    KubeObject going = onLoop(() -> client.get(ResourceTypes.PODS, "default", "p"));
    assertThat(going.text("/metadata/deletionTimestamp")).isEqualTo("2026-01-01T00:00:30Z");

    onLoop(
        () -> {
          client.delete(ResourceTypes.PODS, "default", "p", DeleteOptions.now());
          return "";
        });
    assertThat(onLoop(() -> client.find(ResourceTypes.PODS, "default", "p"))).isEmpty();
  }

  @Test
  void an_event_patched_in_the_new_api_version_keeps_its_involved_object() {
    onLoop(() -> client.create(ResourceTypes.EVENTS, Samples.of(ResourceTypes.EVENTS, "happened")));
    onLoop(
        () ->
            client.patch(
                ResourceTypes.NEW_EVENTS,
                "default",
                "happened",
                Patch.merge(Json.parse("{\"note\":\"said later\"}"))));

    KubeObject event = onLoop(() -> client.get(ResourceTypes.EVENTS, "default", "happened"));
    assertThat(event.text("/involvedObject/name")).isEqualTo("p");
    assertThat(event.text("/message")).isEqualTo("said later");
  }

  private <T> T onLoop(Callable<T> action) {
    return loop.call(action);
  }

  private static KubeObject configMap(String name) {
    return KubeObject.named(ResourceTypes.CONFIG_MAPS, "default", name);
  }

  private static KubeObject pod(String name, String node) {
    return KubeObject.named(ResourceTypes.PODS, "default", name)
        .edit(
            json -> {
              json.withObject("/spec").put("nodeName", node);
              json.withObject("/spec")
                  .withArray("containers")
                  .addObject()
                  .put("name", "c")
                  .put("image", "nginx");
            });
  }

  @Test
  void replacing_tolerations_keeps_those_added_by_admission() {
    String pod =
        "{metadata: {name: web, namespace: default}, spec: {automountServiceAccountToken: false,"
            + " containers: [{name: app, image: nginx}]}}";
    KubeObject changed =
        onLoop(
            () ->
                client.update(
                    ResourceTypes.PODS,
                    client
                        .create(ResourceTypes.PODS, Yaml.object(pod))
                        .edit(
                            json ->
                                json.withObject("/spec")
                                    .putArray("tolerations")
                                    .addObject()
                                    .put("key", "foo")
                                    .put("operator", "Exists"))));

    assertThat(changed.at("/spec/tolerations").findValuesAsText("key"))
        .containsExactlyInAnyOrder(
            "foo", "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");
  }
}
