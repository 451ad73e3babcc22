package dev.cnilab.cluster.kubelet.server;

import dev.cnilab.cluster.apiserver.kubelet.LogRequest;
import dev.cnilab.cluster.apiserver.kubelet.ReceivedStreams;
import dev.cnilab.cluster.kubelet.TestNode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AutoClose;

/** A node whose kubelet serves commands and logs of its containers. */
abstract class ServedContainers {
  @AutoClose final TestNode node = TestNode.started();

  ReceivedStreams logs(String pod, LogRequest request) {
    ReceivedStreams received = new ReceivedStreams();
    node.ask(kubelet -> kubelet.logs(request, received));
    node.pass(Duration.ofMillis(100));
    return received;
  }

  static LogRequest request(String pod, boolean follow, boolean previous) {
    return new LogRequest(
        "default",
        pod,
        "app",
        follow,
        previous,
        false,
        Optional.empty(),
        OptionalLong.empty(),
        OptionalLong.empty());
  }

  void apply(String name, String command) {
    applyWith(name, command, "imagePullPolicy: Always");
  }

  void applyWith(String name, String command, String more) {
    node.apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: default}
        spec:
          nodeName: node-2
          automountServiceAccountToken: false
          containers:
          - {name: app, image: sleeper, command: [%s], %s}
        """
            .formatted(name, command, more));
  }
}
