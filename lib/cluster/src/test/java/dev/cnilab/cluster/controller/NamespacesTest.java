package dev.cnilab.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NamespacesTest {
  private static final String HELD = "finalizers: [example.com/held]";

  @AutoClose private final ControlPlane cluster = new ControlPlane();

  @BeforeEach
  void shop() {
    cluster.create(ResourceTypes.NAMESPACES, "{metadata: {name: shop}}");
    cluster.create(ResourceTypes.CONFIG_MAPS, "{metadata: {name: plain, namespace: shop}}");
  }

  private void deleteShop() {
    cluster.run(c -> c.delete(ResourceTypes.NAMESPACES, "", "shop", DeleteOptions.background()));
    cluster.pass(Duration.ofSeconds(6));
  }

  private List<String> names(ResourceType type) {
    return cluster.call(c -> c.list(type, "shop", ListOptions.everything())).stream()
        .map(KubeObject::name)
        .toList();
  }

  /** The conditions that are true, each with its reason and message. */
  private List<String> conditions() {
    List<String> said = new ArrayList<>();
    KubeObject shop = cluster.call(c -> c.get(ResourceTypes.NAMESPACES, "", "shop"));
    assertThat(shop.at("/status/conditions")).hasSize(5);
    for (JsonNode each : shop.at("/status/conditions")) {
      if (each.path("status").asText().equals("True")) {
        said.add(
            String.join(
                ": ",
                each.path("type").asText(),
                each.path("reason").asText(),
                each.path("message").asText()));
      }
    }
    return said;
  }

  private void release(ResourceType type, String name) {
    cluster.run(
        c ->
            c.update(
                type,
                c.get(type, "shop", name)
                    .edit(json -> json.withObject("/metadata").remove("finalizers"))));
  }

  @Test
  void many_objects_of_a_namespace_are_deleted_in_several_passes() {
    cluster.run(
        c -> {
          for (int i = 0; i < 600; i++) {
            c.create(
                ResourceTypes.CONFIG_MAPS,
                KubeObject.named(ResourceTypes.CONFIG_MAPS, "shop", "m" + i));
          }
        });
    int before = names(ResourceTypes.CONFIG_MAPS).size();
    cluster.run(c -> c.delete(ResourceTypes.NAMESPACES, "", "shop", DeleteOptions.background()));
    cluster.pass(Duration.ofSeconds(5));
    int most = 0;
    for (int i = 0; i < 20; i++) {
      cluster.pass(Duration.ofMillis(1));
      int after = names(ResourceTypes.CONFIG_MAPS).size();
      most = Math.max(most, before - after);
      before = after;
    }

    assertThat(before).isZero();
    assertThat(most).isLessThan(600);
  }

  @Test
  void a_terminating_namespace_reports_its_remaining_content() {
    cluster.create(
        ResourceTypes.CONFIG_MAPS, "{metadata: {name: held, namespace: shop, " + HELD + "}}");
    deleteShop();

    assertThat(names(ResourceTypes.CONFIG_MAPS)).containsExactly("held");
    assertThat(conditions())
        .containsExactly(
            "NamespaceContentRemaining: SomeResourcesRemain: Some resources are remaining:"
                + " configmaps. has 1 resource instances",
            "NamespaceFinalizersRemaining: SomeFinalizersRemain: Some content in the namespace has"
                + " finalizers remaining: example.com/held in 1 resource instances");

    release(ResourceTypes.CONFIG_MAPS, "held");
    cluster.pass(Duration.ofSeconds(20));
    cluster.run(c -> assertThat(c.find(ResourceTypes.NAMESPACES, "", "shop")).isEmpty());
  }

  @Test
  void a_terminating_namespace_deletes_its_pods_first() {
    cluster.create(
        ResourceTypes.PODS,
        "{metadata: {name: p, namespace: shop, "
            + HELD
            + "}, spec: {containers: [{name: c, image: busybox}]}}");
    deleteShop();

    assertThat(names(ResourceTypes.CONFIG_MAPS)).contains("plain");
    assertThat(names(ResourceTypes.PODS)).containsExactly("p");
    cluster.run(c -> assertThat(c.get(ResourceTypes.PODS, "shop", "p").isTerminating()).isTrue());
    assertThat(conditions()).isEmpty();

    release(ResourceTypes.PODS, "p");
    cluster.pass(Duration.ofSeconds(20));
    cluster.run(c -> assertThat(c.find(ResourceTypes.NAMESPACES, "", "shop")).isEmpty());
  }
}
