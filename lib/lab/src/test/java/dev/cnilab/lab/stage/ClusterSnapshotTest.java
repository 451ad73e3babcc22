package dev.cnilab.lab.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.lab.client.message.Json;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterSnapshotTest {

  @Test
  void changes_show_the_old_and_the_new_value() {
    ClusterSnapshot before =
        new ClusterSnapshot(Set.of("node a: link eth0 mtu 1500", "namespaces shop: {}"));
    ClusterSnapshot after =
        new ClusterSnapshot(Set.of("node a: link eth0 mtu 1400", "namespaces shop: {}"));
    assertThat(after.changesSince(before))
        .containsExactly("- node a: link eth0 mtu 1500", "+ node a: link eth0 mtu 1400");
    assertThat(before.changesSince(before)).isEmpty();
  }

  @Test
  void a_snapshot_ignores_taints_of_node_conditions() {
    String healthy = node("");
    assertThat(node("{'key': 'node.kubernetes.io/not-ready', 'effect': 'NoSchedule'}"))
        .isEqualTo(healthy);
    assertThat(node("{'key': 'team', 'effect': 'NoSchedule'}")).isNotEqualTo(healthy);
  }

  private static String node(String taints) {
    String object =
        "{'metadata': {'name': 'worker-1'}, 'spec': {'podCIDR': '10.244.1.0/24', 'taints': [%s]}}";
    return ClusterSnapshot.fact("nodes", Json.parse(object.formatted(taints).replace('\'', '"')));
  }
}
