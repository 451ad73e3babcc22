package dev.cnilab.cluster.controller.node;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import dev.cnilab.cluster.placement.Taint;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import dev.cnilab.netsim.loop.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Taints nodes according to their conditions (NoSchedule at once, NoExecute at the next pass, every
 * five seconds) and marks silent nodes as unknown. While no node at all is ready nothing is
 * evicted.
 */
public final class NodeLifecycleController implements AutoCloseable {
  private static final Duration MONITOR_PERIOD = Duration.ofSeconds(5);

  private final ControllerContext context;
  private final ApiClient client;
  private final EventRecorder recorder;
  private final NoExecuteQueue evicting;
  private final ControlLoop control;
  private final Map<String, NodeHealth> health = new HashMap<>();
  private final Set<String> known = new HashSet<>();

  /** Nodes that are no longer ready and whose pods have not all been marked yet. */
  private final Set<String> podsToMark = new HashSet<>();

  private boolean fullyDisrupted;
  private Timer monitor;

  public NodeLifecycleController(ControllerContext context) {
    this.context = context;
    client = context.client();
    recorder = context.recorder("node-controller");
    evicting = new NoExecuteQueue(context.loop(), this::taintNoExecute);
    control =
        context
            .controlLoop(
                key ->
                    client
                        .find(ResourceTypes.NODES, "", key.name())
                        .ifPresent(this::taintNoSchedule))
            .watch(ResourceTypes.NODES);
    monitor = context.loop().schedule(Duration.ZERO, this::monitor);
  }

  @Override
  public void close() {
    control.close();
    evicting.stop();
    monitor.cancel();
  }

  private void taintNoSchedule(KubeObject node) {
    List<Taint> wanted = NodeTaints.wanted(node);
    List<Taint> present = NodeTaints.present(node);
    if (!wanted.equals(present)) {
      swap(node.name(), difference(wanted, present), difference(present, wanted));
    }
  }

  private static List<Taint> difference(List<Taint> taints, List<Taint> without) {
    return taints.stream().filter(taint -> without.stream().noneMatch(taint::matches)).toList();
  }

  private void monitor() {
    try {
      monitorOnce();
    } catch (ApiException unlisted) {
      // The next pass lists the nodes again.
    }
    monitor = context.loop().schedule(MONITOR_PERIOD, this::monitor);
  }

  private void monitorOnce() {
    List<KubeObject> nodes = client.list(ResourceTypes.NODES);
    welcome(nodes);
    nodes.forEach(this::tryToLook);
    disruption(client.list(ResourceTypes.NODES));
  }

  private void welcome(List<KubeObject> nodes) {
    Set<String> present = new HashSet<>();
    for (KubeObject node : nodes) {
      present.add(node.name());
      if (known.add(node.name())) {
        recorder.event(
            node,
            EventType.NORMAL,
            "RegisteredNode",
            "Node %s event: Registered Node %s in Controller".formatted(node.name(), node.name()));
      }
    }
    known.removeIf(name -> !present.contains(name));
    health.keySet().retainAll(known);
    podsToMark.retainAll(known);
  }

  /** Checks a node; a failure does not affect other nodes, and is retried in the next pass. */
  private void tryToLook(KubeObject observed) {
    try {
      look(observed);
    } catch (ApiException changedMeanwhile) {
      // The next pass starts with the node's new state.
    }
  }

  private void look(KubeObject observed) {
    Instant now = context.loop().now();
    String renewTime =
        client
            .find(ResourceTypes.LEASES, "kube-node-lease", observed.name())
            .map(lease -> lease.text("/spec/renewTime"))
            .orElse("");
    NodeHealth heard = NodeHealth.observe(health.get(observed.name()), observed, renewTime, now);
    health.put(observed.name(), heard);
    KubeObject node = observed;
    if (heard.isSilent(now)) {
      KubeObject silent = NodeHealth.silent(observed, context.timestamp());
      if (!silent.equals(observed)) {
        node = client.updateStatus(ResourceTypes.NODES, silent);
      }
    }
    boolean wasReady = NodeHealth.status(observed).equals("True");
    boolean isReady = NodeHealth.status(node).equals("True");
    if (wasReady && !isReady) {
      podsToMark.add(node.name());
    } else if (isReady) {
      podsToMark.remove(node.name());
    }
    evictBy(node);
    if (wasReady && !isReady) {
      recorder.event(
          node,
          EventType.NORMAL,
          "NodeNotReady",
          "Node " + node.name() + " status is now: NodeNotReady");
    }
    if (podsToMark.contains(node.name())) {
      markPodsNotReady(node.name());
      podsToMark.remove(node.name());
    }
  }

  private void evictBy(KubeObject node) {
    switch (NodeHealth.status(node)) {
      case "True" -> reachable(node);
      case "False" -> taintOrQueue(node, NodeTaints.NOT_READY, NodeTaints.UNREACHABLE);
      default -> {
        if (NodeHealth.ready(node).isPresent()) {
          taintOrQueue(node, NodeTaints.UNREACHABLE, NodeTaints.NOT_READY);
        }
      }
    }
  }

  /** A node with the opposite taint gets the right one at once. */
  private void taintOrQueue(KubeObject node, Taint taint, Taint opposite) {
    if (NodeTaints.has(node, opposite)) {
      swap(node.name(), List.of(taint), List.of(opposite));
    } else if (!NodeTaints.has(node, taint)) {
      evicting.add(node.name());
    }
  }

  private void reachable(KubeObject node) {
    evicting.remove(node.name());
    if (NodeTaints.has(node, NodeTaints.NOT_READY)
        || NodeTaints.has(node, NodeTaints.UNREACHABLE)) {
      swap(node.name(), List.of(), List.of(NodeTaints.NOT_READY, NodeTaints.UNREACHABLE));
    }
  }

  private void taintNoExecute(String name) {
    try {
      taintNoExecuteNow(name);
    } catch (ApiException unreachable) {
      // The next pass adds the node again.
    }
  }

  private void taintNoExecuteNow(String name) {
    KubeObject node = client.find(ResourceTypes.NODES, "", name).orElse(null);
    if (node == null || NodeHealth.status(node).equals("True")) {
      return;
    }
    boolean notReady = NodeHealth.status(node).equals("False");
    swap(
        name,
        List.of(notReady ? NodeTaints.NOT_READY : NodeTaints.UNREACHABLE),
        List.of(notReady ? NodeTaints.UNREACHABLE : NodeTaints.NOT_READY));
  }

  private void swap(String node, List<Taint> add, List<Taint> remove) {
    NodeTaints.swap(client, node, add, remove, context.timestamp());
  }

  /**
   * Evicts nothing while no node is ready: then the fault is more likely on the control plane's
   * side.
   */
  private void disruption(List<KubeObject> nodes) {
    boolean allDown = nodes.stream().noneMatch(node -> NodeHealth.status(node).equals("True"));
    if (allDown && !fullyDisrupted) {
      nodes.forEach(this::reachable);
      evicting.stop();
    } else if (!allDown && fullyDisrupted) {
      health.replaceAll((name, heard) -> heard.probedAt(context.loop().now()));
      evicting.resume();
    }
    fullyDisrupted = allDown;
  }

  private void markPodsNotReady(String node) {
    ListOptions onNode = ListOptions.fields("spec.nodeName=" + node);
    for (KubeObject pod : client.list(ResourceTypes.PODS, "", onNode)) {
      if (!new Pod(pod).isReady()) {
        continue;
      }
      client.updateStatus(ResourceTypes.PODS, pod.edit(this::notReady));
      recorder.event(pod, EventType.WARNING, "NodeNotReady", "Node is not ready");
    }
  }

  private void notReady(ObjectNode pod) {
    ArrayNode conditions = pod.withObject("/status").withArray("/conditions");
    Conditions.find(conditions, "Ready")
        .ifPresent(
            condition ->
                ((ObjectNode) condition)
                    .put("status", "False")
                    .put("lastTransitionTime", context.timestamp()));
  }
}
