package dev.cnilab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.bootstrap.PodNetwork;
import dev.cnilab.netsim.loop.Pace;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The clock of a cluster that comes up faster than its machines boot. */
class ClusterClockTest {
  @ParameterizedTest
  @CsvSource({"flannel, 1", "calico, 3", "flannel, 12"})
  void the_clock_of_a_new_cluster_is_not_ahead_of_the_wall_clock(String cni, int nodes) {
    try (Cluster cluster = Cluster.start(spec(Cni.find(cni).orElseThrow(), nodes))) {
      Instant now = cluster.loop().call(() -> cluster.loop().now());

      // Two clocks of one machine differ by less than this.
      assertThat(now).isBefore(Instant.now().plusMillis(100));
    }
  }

  private static ClusterSpec spec(Cni cni, int nodes) {
    return new ClusterSpec(
        cni,
        nodes,
        PodNetwork.standard(),
        1,
        Pace.REAL_TIME,
        ClusterSpec.epoch(Pace.REAL_TIME, nodes));
  }
}
