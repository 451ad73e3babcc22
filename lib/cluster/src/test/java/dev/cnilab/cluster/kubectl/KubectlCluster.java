package dev.cnilab.cluster.kubectl;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

/** A whole cluster, to which kubectl speaks. */
abstract class KubectlCluster {
  @AutoClose static WholeCluster cluster;

  @BeforeAll
  static void start() {
    cluster = new WholeCluster();
  }

  static String ok(String words, String... more) {
    return cluster.kubectl(words, more).succeeded();
  }
}
