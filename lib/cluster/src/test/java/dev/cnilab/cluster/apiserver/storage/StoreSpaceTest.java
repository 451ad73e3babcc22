package dev.cnilab.cluster.apiserver.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.apiserver.registry.write.Writes;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import org.junit.jupiter.api.Test;

class StoreSpaceTest {
  private static final String FULL = "etcdserver: mvcc: database space exceeded";

  private final ObjectStore store =
      new ObjectStore(2000, new StoreSpace(1_000_000), Throwable::printStackTrace);
  private final Writes writes = new Writes(store);

  private void write(String name, int length) {
    KubeObject object =
        KubeObject.named(ResourceTypes.CONFIG_MAPS, "default", name)
            .edit(json -> json.putObject("data").put("key", "x".repeat(length)));
    writes.put(ResourceTypes.CONFIG_MAPS, object, Requester.of(User.admin()));
  }

  @Test
  void a_full_store_rejects_objects_until_one_is_removed() {
    write("a", 600_000);
    assertThatThrownBy(() -> write("b", 600_000)).hasMessage(FULL);
    store.remove(ResourceTypes.CONFIG_MAPS, "default", "a");
    assertThatCode(() -> write("b", 600_000)).doesNotThrowAnyException();
  }

  @Test
  void a_full_store_still_accepts_small_changes() {
    write("a", 500_000);
    write("b", 499_000);
    assertThatCode(() -> write("b", 520_000)).doesNotThrowAnyException();
    assertThatThrownBy(() -> write("b", 700_000)).hasMessage(FULL);
    assertThatCode(() -> write("b", 510_000)).doesNotThrowAnyException();
  }

  @Test
  void the_history_keeps_fewer_changes_if_they_are_large() {
    for (int i = 0; i < 50; i++) {
      write("a", 100_000 + i);
    }
    assertThat(store.historySize()).isBetween(5, 10);
    assertThat(store.compactedRevision()).isEqualTo(store.revision() - store.historySize());
  }

  @Test
  void an_object_of_many_small_values_can_be_too_large() {
    KubeObject numbers =
        KubeObject.parse("{\"metadata\": {}, \"list\": [0" + ", 0".repeat(900_000) + "]}");
    assertThatThrownBy(() -> store.space().require(null, numbers))
        .hasMessage("etcdserver: request is too large");
  }
}
