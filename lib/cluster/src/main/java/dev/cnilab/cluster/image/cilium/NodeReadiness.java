package dev.cnilab.cluster.image.cilium;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.Informer;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.client.NetworkAvailable;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.util.Optional;

/**
 * Taints a node while the agent that belongs there is not ready, and reports {@code CiliumIsUp}
 * once it is. Nodes without an agent are left alone.
 */
final class NodeReadiness implements AutoCloseable {
  private static final String TAINT = "node.cilium.io/agent-not-ready";

  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final ApiClient client;
  private final EventLoop loop;
  private final CiliumLog log;
  private final Informer agents;

  NodeReadiness(ApiClient client, EventLoop loop, CiliumLog log) {
    this.client = client;
    this.loop = loop;
    this.log = log;
    this.agents =
        Informer.of(client, ResourceTypes.PODS, "kube-system", ListOptions.labels("k8s-app=cilium"))
            .onChange(this::changed);
  }

  private void changed(WatchEvent event) {
    try {
      follow(event);
    } catch (ApiException refused) {
      log.error("Unable to patch node taints and conditions: " + refused.getMessage());
      loop.schedule(
          AGAIN,
          () ->
              agents
                  .find(event.object().namespace(), event.object().name())
                  .ifPresent(agent -> changed(new WatchEvent(WatchEvent.Type.MODIFIED, agent))));
    }
  }

  private void follow(WatchEvent event) {
    Pod agent = new Pod(event.object());
    Optional<KubeObject> node = node(agent.nodeName());
    if (event.type() == WatchEvent.Type.DELETED || node.isEmpty()) {
      return;
    }
    taint(node.get(), agent.isReady());
    if (agent.isReady() && !isUp(node.get())) {
      sayUp(agent.nodeName());
    }
  }

  /** By a list: the operator of Cilium's chart may list and watch nodes, but not get one. */
  private Optional<KubeObject> node(String name) {
    ListOptions ofName = ListOptions.fields("metadata.name=" + name);
    return client.list(ResourceTypes.NODES, "", ofName).stream().findFirst();
  }

  private void taint(KubeObject node, boolean agentReady) {
    ArrayNode taints = Json.array();
    boolean tainted = false;
    for (JsonNode taint : node.at("/spec/taints")) {
      if (taint.path("key").asText().equals(TAINT)) {
        tainted = true;
      } else {
        taints.add(taint);
      }
    }
    if (tainted != agentReady) {
      return;
    }
    if (!agentReady) {
      taints.addObject().put("key", TAINT).put("effect", "NoSchedule");
    }
    ObjectNode body = Json.object();
    body.putObject("metadata").put("resourceVersion", node.resourceVersion());
    body.putObject("spec").set("taints", taints);
    client.patch(ResourceTypes.NODES, "", node.name(), Patch.merge(body));
  }

  private static boolean isUp(KubeObject node) {
    for (JsonNode condition : node.at("/status/conditions")) {
      if (condition.path("reason").asText().equals("CiliumIsUp")) {
        return true;
      }
    }
    return false;
  }

  private void sayUp(String node) {
    new NetworkAvailable("CiliumIsUp", "Cilium is running on this node")
        .report(client, node, loop.now());
  }

  @Override
  public void close() {
    agents.close();
  }
}
