package dev.cnilab.cluster.scenario.soak;

import dev.cnilab.cluster.bootstrap.Cni;

class CiliumSoakTest extends Soak {
  CiliumSoakTest() {
    super(Cni.CILIUM);
  }
}
