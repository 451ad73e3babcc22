package dev.cnilab.cluster.scenario.soak;

import dev.cnilab.cluster.bootstrap.Cni;

class WeaveSoakTest extends Soak {
  WeaveSoakTest() {
    super(Cni.WEAVE);
  }
}
