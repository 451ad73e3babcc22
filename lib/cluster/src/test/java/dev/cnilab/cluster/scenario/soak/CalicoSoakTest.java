package dev.cnilab.cluster.scenario.soak;

import dev.cnilab.cluster.bootstrap.Cni;

class CalicoSoakTest extends Soak {
  CalicoSoakTest() {
    super(Cni.CALICO);
  }
}
