package dev.cnilab.conformance.netpol.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.address.Ipv4Address;
import java.util.HashMap;
import java.util.Map;

/**
 * The actions of a case's steps.
 *
 * @param pods the case's pods as described, by {@code namespace/pod}; actions change it
 */
record CaseActions(CaseCluster objects, Map<String, JsonNode> pods) {
  static String key(JsonNode pod) {
    return pod.path("namespace").asText() + "/" + pod.path("name").asText();
  }

  /**
   * Carries out one action.
   *
   * @throws IllegalArgumentException if there is no action of that type
   */
  void act(JsonNode action) {
    String namespace = action.path("namespace").asText();
    String name = action.path("name").asText();
    switch (action.path("type").asText()) {
      case "createPolicy" -> {
        KubeObject policy = policy(action);
        objects.run(client -> client.create(ResourceTypes.NETWORK_POLICIES, policy));
      }
      case "updatePolicy" -> {
        KubeObject policy = policy(action);
        objects.run(client -> client.update(ResourceTypes.NETWORK_POLICIES, policy));
      }
      case "deletePolicy" -> objects.delete(ResourceTypes.NETWORK_POLICIES, namespace, name);
      case "createNamespace", "setNamespaceLabels" -> objects.ensureNamespace(action);
      case "deleteNamespace" -> {
        objects.delete(ResourceTypes.NAMESPACES, "", name);
        pods.keySet().removeIf(pod -> pod.startsWith(name + "/"));
      }
      case "createPod" -> {
        pods.put(key(action.path("pod")), action.path("pod"));
        objects.ensurePod(action.path("pod"));
        objects.awaitPods();
      }
      case "setPodLabels" ->
          objects.setLabels(ResourceTypes.PODS, namespace, name, action.path("labels"));
      case "deletePod" -> {
        pods.remove(namespace + "/" + name);
        objects.delete(ResourceTypes.PODS, namespace, name);
      }
      default ->
          throw new IllegalArgumentException("no action is called " + action.path("type").asText());
    }
  }

  private KubeObject policy(JsonNode action) {
    Map<String, Ipv4Address> addresses = new HashMap<>();
    for (KubeObject pod : objects.pods()) {
      addresses.put(
          pod.namespace() + "/" + pod.name(), Ipv4Address.parse(pod.text("/status/podIP")));
    }
    return KubeObject.of((ObjectNode) new Placeholders(addresses).fill(action.path("policy")));
  }
}
