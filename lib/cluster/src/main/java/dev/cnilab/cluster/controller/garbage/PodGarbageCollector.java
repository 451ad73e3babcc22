package dev.cnilab.cluster.controller.garbage;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Pod;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Removes pods that nothing else will: those of deleted nodes, and deleted ones without a node. */
public final class PodGarbageCollector implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofSeconds(20);
  private static final Duration QUARANTINE = Duration.ofSeconds(40);

  private final EventLoop loop;
  private final ApiClient client;
  private final Map<String, Instant> missingNodes = new HashMap<>();
  private Timer next;

  public PodGarbageCollector(ControllerContext context) {
    loop = context.loop();
    client = context.client();
    next = loop.schedule(PERIOD, this::collect);
  }

  @Override
  public void close() {
    next.cancel();
  }

  private void collect() {
    try {
      collectOnce();
    } catch (ApiException unreachable) {
      // The next pass finds the same.
    }
    next = loop.schedule(PERIOD, this::collect);
  }

  private void collectOnce() {
    Set<String> nodes = new HashSet<>();
    client.list(ResourceTypes.NODES).forEach(node -> nodes.add(node.name()));
    missingNodes.keySet().removeAll(nodes);
    for (KubeObject object : client.list(ResourceTypes.PODS)) {
      Pod pod = new Pod(object);
      boolean unscheduled = pod.nodeName().isEmpty();
      if (unscheduled ? object.isTerminating() : isLost(pod, nodes)) {
        delete(object);
      }
    }
  }

  private boolean isLost(Pod pod, Set<String> nodes) {
    if (nodes.contains(pod.nodeName())) {
      return false;
    }
    Instant since = missingNodes.computeIfAbsent(pod.nodeName(), node -> loop.now());
    return !loop.now().isBefore(since.plus(QUARANTINE));
  }

  private void delete(KubeObject pod) {
    try {
      client.delete(ResourceTypes.PODS, pod.namespace(), pod.name(), DeleteOptions.now());
    } catch (ApiException refused) {
      if (!refused.isNotFound()) {
        throw refused;
      }
    }
  }
}
