package dev.cnilab.cluster.controller.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingTest {
  private final List<String> read = new ArrayList<>();
  private final Reading<String> reading =
      new Reading<>(
          object -> {
            read.add(object.name());
            return object.text("/status/phase");
          });

  @Test
  void only_changed_objects_are_read_again() {
    KubeObject one = pod("one");
    KubeObject two = pod("two");
    assertThat(reading.of(List.of(one, two))).containsExactly("", "");
    KubeObject running = two.edit(json -> json.withObject("/status").put("phase", "Running"));
    assertThat(reading.of(List.of(one, running))).containsExactly("", "Running");
    assertThat(read).containsExactly("one", "two", "two");
  }

  @Test
  void an_object_missing_in_a_pass_is_read_again() {
    KubeObject one = pod("one");
    reading.of(List.of(one));
    reading.of(List.of());
    reading.of(List.of(one));
    assertThat(read).containsExactly("one", "one");
  }

  @Test
  void an_added_or_removed_object_does_not_reread_its_neighbors() {
    KubeObject a = pod("a");
    KubeObject b = pod("b");
    KubeObject c = pod("c");
    reading.of(List.of(a, c));
    reading.of(List.of(a, b, c));
    reading.of(List.of(b, c));
    reading.of(List.of(c));
    assertThat(read).containsExactly("a", "c", "b");
  }

  private static KubeObject pod(String name) {
    return KubeObject.named(ResourceTypes.PODS, "default", name);
  }
}
