package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.Cluster;
import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.LiveInstances;
import dev.cnilab.cluster.node.Node;
import dev.cnilab.userland.process.Machine;
import dev.cnilab.userland.process.Process;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cluster that is thrown away and started again. */
class ResetTest {

  @Test
  void a_reset_ends_all_programs_of_the_old_machines() {
    try (Cluster cluster = Cluster.start(ClusterSpec.onDemand())) {
      List<Node> before = cluster.nodes();
      cluster.reset();
      assertThat(before)
          .allSatisfy(
              node ->
                  assertThat(node.machine().processes().all())
                      .extracting(Process::pid)
                      .containsExactly(1))
          .doesNotContainAnyElementsOf(cluster.nodes());
    }
  }

  @Test
  void repeated_resets_leave_no_old_machines_in_memory() {
    int others = LiveInstances.of(Machine.class);
    try (Cluster cluster = Cluster.start(ClusterSpec.onDemand())) {
      for (int i = 0; i < 3; i++) {
        cluster.reset();
      }
      assertThat(LiveInstances.of(Machine.class) - others) // some of the others may be gone
          .isLessThanOrEqualTo(cluster.nodes().size());
    }
  }
}
