package dev.cnilab.cluster.image.weave.router;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.NetworkAvailable;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Instant;

/** {@code kube-utils}: a peer's requests to the API. */
public record KubePeers(ApiClient client, String nodeName) {
  private static final String NAMESPACE = "kube-system";
  private static final String NAME = "weave-net";
  private static final String ANNOTATION = "kube-peers.weave.works/peers";

  /**
   * Adds a peer to the list that all peers share, an annotation of a ConfigMap.
   *
   * @return whether it is the first, which starts the ring
   */
  public boolean enter(String peer) {
    while (true) {
      KubeObject map =
          client.find(ResourceTypes.CONFIG_MAPS, NAMESPACE, NAME).orElseGet(this::created);
      ObjectNode list = list(map);
      JsonNode peers = list.withArray("Peers");
      for (JsonNode each : peers) {
        if (each.path("PeerName").asText().equals(peer)) {
          return peers.path(0).equals(each);
        }
      }
      list.withArray("Peers").addObject().put("PeerName", peer).put("NodeName", nodeName);
      try {
        client.update(
            ResourceTypes.CONFIG_MAPS,
            map.edit(
                json ->
                    json.withObject("/metadata")
                        .withObjectProperty("annotations")
                        .put(ANNOTATION, GoJson.marshal(list))));
        return peers.size() == 1;
      } catch (ApiException changedMeanwhile) {
        if (!changedMeanwhile.isConflict()) {
          throw changedMeanwhile;
        }
      }
    }
  }

  private KubeObject created() {
    return client.create(
        ResourceTypes.CONFIG_MAPS, KubeObject.named(ResourceTypes.CONFIG_MAPS, NAMESPACE, NAME));
  }

  private static ObjectNode list(KubeObject map) {
    try {
      return GoJson.parse(map.annotations().getOrDefault(ANNOTATION, "{}"))
              instanceof ObjectNode list
          ? list
          : JsonNodeFactory.instance.objectNode();
    } catch (GoJsonException unreadable) {
      return JsonNodeFactory.instance.objectNode();
    }
  }

  /** Reports that the node's network is ready: {@code NetworkUnavailable=False}. */
  public void setNodeStatus(Instant now) {
    new NetworkAvailable("WeaveIsUp", "Weave pod has set this").report(client, nodeName, now);
  }
}
