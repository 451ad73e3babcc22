package dev.cnilab.cluster.scenario;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.bootstrap.Cni;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** A cluster with Weave. */
abstract class WeaveCluster {
  @AutoClose TestCluster cluster;

  @BeforeEach
  void start() {
    cluster = new TestCluster(ClusterSpec.onDemand().withCni(Cni.WEAVE));
  }
}
