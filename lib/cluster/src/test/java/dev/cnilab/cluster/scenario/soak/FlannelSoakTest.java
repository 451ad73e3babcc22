package dev.cnilab.cluster.scenario.soak;

import dev.cnilab.cluster.bootstrap.Cni;

class FlannelSoakTest extends Soak {
  FlannelSoakTest() {
    super(Cni.FLANNEL);
  }
}
