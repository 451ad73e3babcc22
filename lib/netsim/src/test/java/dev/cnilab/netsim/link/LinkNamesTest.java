package dev.cnilab.netsim.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.TestNetwork;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LinkNamesTest {
  @AutoClose private final TestNetwork lab = new TestNetwork();
  private final NetworkNamespace a = lab.namespace("a");
  private final NetworkNamespace b = lab.namespace("b");
  private final Link link = lab.on(() -> a.links().addDummy("d0"));

  private Optional<Link> find(NetworkNamespace namespace, String name) {
    return lab.on(() -> namespace.links().find(name));
  }

  @Test
  void a_link_is_found_only_by_its_current_names() {
    lab.run(() -> link.alternativeNames().add("other"));
    lab.run(() -> link.alternativeNames().add("removed"));
    lab.run(() -> link.alternativeNames().remove("removed"));
    lab.run(() -> link.rename("d1"));

    assertThat(find(a, "d1")).contains(link);
    assertThat(find(a, "other")).contains(link);
    assertThat(find(a, "d0")).isEmpty();
    assertThat(find(a, "removed")).isEmpty();

    lab.run(link::delete);
    assertThat(find(a, "d1")).isEmpty();
    assertThat(find(a, "other")).isEmpty();
  }

  @Test
  void a_link_keeps_its_names_when_it_moves_to_another_namespace() {
    lab.run(() -> link.alternativeNames().add("other"));
    lab.run(() -> link.moveTo(b.links(), "d9"));

    assertThat(find(a, "d0")).isEmpty();
    assertThat(find(a, "other")).isEmpty();
    assertThat(find(b, "d9")).contains(link);
    assertThat(find(b, "other")).contains(link);
  }

  @Test
  void a_link_cannot_move_to_a_namespace_where_one_of_its_names_is_taken() {
    lab.run(() -> link.alternativeNames().add("other"));
    lab.run(() -> b.links().addDummy("other"));

    assertThatThrownBy(() -> lab.run(() -> link.moveTo(b.links(), "d9"))).hasMessage("File exists");
    assertThat(find(a, "d0")).contains(link);
  }
}
