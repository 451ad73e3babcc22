package dev.cnilab.cluster.cni.plugin;

import dev.cnilab.cluster.containerd.RuntimeNode;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;

/** A node without a network configuration. */
abstract class BareNode {
  static final String BRIDGE =
      "{'type': 'bridge', 'bridge': 'cni0', 'isDefaultGateway': true, 'ipam': {'type':"
          + " 'host-local', 'subnet': '10.244.1.0/24'}}";
  @AutoClose RuntimeNode node;

  @BeforeEach
  void start() {
    node = RuntimeNode.bare();
  }
}
