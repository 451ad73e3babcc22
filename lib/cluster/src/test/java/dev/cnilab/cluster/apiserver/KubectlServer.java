package dev.cnilab.cluster.apiserver;

import dev.cnilab.cluster.object.ResourceTypes;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A server with a pod, to which kubectl speaks. */
abstract class KubectlServer {
  static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        name: nettest-1
        labels:
          app: nettest
      spec:
        nodeName: worker-1
        containers:
        - name: netshoot
          image: nicolaka/netshoot
          command: ['sleep', '3600']
      """;
  @AutoClose static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer();
    server.create(
        ResourceTypes.NODES,
        """
        metadata: {name: worker-1, labels: {node-role.kubernetes.io/worker: ""}}
        status:
          addresses: [{type: InternalIP, address: 172.30.0.12}, {type: Hostname, address: worker-1}]
          conditions: [{type: Ready, status: "True", reason: KubeletReady, message: ready}]
          nodeInfo: {kubeletVersion: v1.37.2, osImage: Debian, kernelVersion: 6.18.0, architecture: amd64,
            containerRuntimeVersion: containerd://2.4.2}
        """);
    server.register("worker-1", new FakeKubelet());
  }

  @BeforeEach
  void applyPod() {
    server.kubectl("delete", "deployments,services", "--all").succeeded();
    server.kubectl("delete", "pods", "--all", "--force", "--grace-period=0").succeeded();
    server.kubectlWithInput(POD, "apply", "-f", "-").succeeded();
  }
}
