package dev.cnilab.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to objects whose owners are deleted. */
class GarbageTest {
  @AutoClose private ControlPlane cluster;

  @BeforeEach
  void start() {
    cluster = new ControlPlane();
  }

  private void map(String name) {
    cluster.create(ResourceTypes.CONFIG_MAPS, "metadata: {name: " + name + ", namespace: default}");
  }

  private List<String> names() {
    return cluster.list(ResourceTypes.CONFIG_MAPS).stream()
        .map(KubeObject::name)
        .filter(name -> !name.equals("kube-root-ca.crt"))
        .toList();
  }

  private void owners(String name, String... owners) {
    ArrayNode references = Json.array();
    for (String owner : owners) {
      KubeObject found = cluster.get(ResourceTypes.CONFIG_MAPS, owner);
      references
          .addObject()
          .put("apiVersion", "v1")
          .put("kind", "ConfigMap")
          .put("name", owner)
          .put("uid", found.uid())
          .put("blockOwnerDeletion", true);
    }
    cluster.run(
        c ->
            c.patch(
                ResourceTypes.CONFIG_MAPS,
                "default",
                name,
                Patch.merge(
                    Json.object()
                        .set("metadata", Json.object().set("ownerReferences", references)))));
  }

  private void deleteInForeground(String name) {
    cluster.run(
        c ->
            c.delete(
                ResourceTypes.CONFIG_MAPS,
                "default",
                name,
                new DeleteOptions(Optional.empty(), DeleteOptions.Propagation.FOREGROUND, "", "")));
    cluster.settle();
  }

  @Test
  void a_cycle_of_owners_is_deleted_as_a_whole() {
    map("one");
    map("two");
    map("three");
    owners("one", "three");
    owners("two", "one");
    owners("three", "two");
    cluster.settle();

    deleteInForeground("one");

    assertThat(names()).isEmpty();
  }

  @Test
  void a_child_with_another_owner_does_not_block_a_foreground_delete() {
    map("going");
    map("staying");
    map("child");
    owners("child", "going", "staying");
    cluster.settle();

    deleteInForeground("going");

    assertThat(names()).containsExactlyInAnyOrder("staying", "child");
    assertThat(
            cluster
                .get(ResourceTypes.CONFIG_MAPS, "child")
                .at("/metadata/ownerReferences")
                .findValuesAsText("name"))
        .containsExactly("staying");
  }
}
