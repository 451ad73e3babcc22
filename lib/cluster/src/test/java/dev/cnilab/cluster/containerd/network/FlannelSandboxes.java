package dev.cnilab.cluster.containerd.network;

import dev.cnilab.cluster.containerd.RuntimeNode;
import org.junit.jupiter.api.AutoClose;

/** A node with flannel, on which sandboxes start. */
abstract class FlannelSandboxes {
  @AutoClose RuntimeNode node = RuntimeNode.flannel();

  void restartWith(RuntimeNode other) {
    node.close();
    node = other;
  }
}
