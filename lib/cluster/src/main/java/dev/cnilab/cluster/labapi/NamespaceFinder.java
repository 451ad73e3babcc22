package dev.cnilab.cluster.labapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.cri.message.PodSandboxStatus;
import dev.cnilab.cluster.node.Node;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.userland.process.NetworkNamespaceFile;
import java.util.Optional;
import java.util.function.Function;

/** Finds the network namespaces of pods and nodes. */
public final class NamespaceFinder {
  private final ApiClient client;
  private final Function<String, Optional<Node>> nodes;

  public NamespaceFinder(ApiClient client, Function<String, Optional<Node>> nodes) {
    this.client = client;
    this.nodes = nodes;
  }

  /**
   * The namespace of {@code {node}} or of {@code {namespace, pod}}. On the loop only.
   *
   * @throws dev.cnilab.cluster.client.ApiException 404 if there is none, or 400 if the place is
   *     invalid
   */
  public NetworkNamespace find(JsonNode place) {
    if (place.has("node")) {
      return node(place.path("node").asText()).machine().networkNamespace();
    }
    KubeObject pod =
        client.get(
            ResourceTypes.PODS,
            place.path("namespace").asText("default"),
            place.path("pod").asText(""));
    if (pod.text("/spec/nodeName").isEmpty()) {
      throw ApiErrors.badRequest("pod " + pod.name() + " is not on a node yet");
    }
    Node node = node(pod.text("/spec/nodeName"));
    if (pod.at("/spec/hostNetwork").asBoolean()) {
      return node.machine().networkNamespace();
    }
    return node.containerd().listPodSandbox(pod.uid()).stream()
        .filter(sandbox -> sandbox.state() == PodSandboxStatus.State.SANDBOX_READY)
        .flatMap(
            sandbox ->
                NetworkNamespaceFile.find(node.machine().files(), sandbox.netnsPath()).stream())
        .findFirst()
        .orElseThrow(
            () -> ApiErrors.badRequest("pod " + pod.name() + " has no network namespace yet"));
  }

  private Node node(String name) {
    return nodes.apply(name).orElseThrow(() -> ApiErrors.notFound(ResourceTypes.NODES, name));
  }
}
