package dev.cnilab.lab.oncall;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SnapshotTest {

  @Test
  void what_has_changed_is_told_with_its_direction() {
    Snapshot before = new Snapshot(Set.of("node a: link eth0 mtu 1500", "namespaces shop: {}"));
    Snapshot after = new Snapshot(Set.of("node a: link eth0 mtu 1400", "namespaces shop: {}"));
    assertThat(after.changesSince(before))
        .containsExactly("- node a: link eth0 mtu 1500", "+ node a: link eth0 mtu 1400");
    assertThat(before.changesSince(before)).isEmpty();
  }
}
