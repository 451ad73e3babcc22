package dev.cnilab.cluster.kubelet.volume;

import dev.cnilab.cluster.kubelet.TestNode;
import org.junit.jupiter.api.AutoClose;

/** A node that mounts the volumes of a test. */
abstract class VolumesOfANode {
  @AutoClose final TestNode node = TestNode.started();

  void applySettings() {
    node.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, namespace: default}
        data: {a.conf: "first"}
        """);
  }

  String path(String inVolumes) {
    return "/var/lib/kubelet/pods/" + node.pod("x").uid() + "/volumes/kubernetes.io~" + inVolumes;
  }

  String read(String inVolumes) {
    String path = path(inVolumes);
    return node.call(() -> node.files().readText(path));
  }
}
