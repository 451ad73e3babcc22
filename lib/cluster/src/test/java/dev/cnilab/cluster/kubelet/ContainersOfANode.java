package dev.cnilab.cluster.kubelet;

import org.junit.jupiter.api.AutoClose;

/** A node that runs the containers of a test. */
abstract class ContainersOfANode {
  @AutoClose final TestNode node = TestNode.started();

  void apply(String name, String restartPolicy, String container) {
    node.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: default}
        spec:
          nodeName: node-2
          restartPolicy: %s
          terminationGracePeriodSeconds: 1
          automountServiceAccountToken: false
          containers:
        %s
        """
            .formatted(name, restartPolicy, container.stripTrailing().indent(2)));
  }

  String waiting(String pod) {
    return node.pod(pod).text("/status/containerStatuses/0/state/waiting/reason");
  }
}
