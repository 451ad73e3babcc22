package dev.cnilab.cluster.image.calico.controllers;

import dev.cnilab.cluster.image.calico.datastore.CalicoKind;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.cluster.image.calico.ipam.Block;
import dev.cnilab.cluster.image.calico.ipam.Ipam;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The node controller: gives back the addresses and blocks of nodes that are gone, and addresses
 * that no pod has had for a quarter of an hour ({@code leakGracePeriod}).
 */
public final class KubeControllers {
  private static final Duration LEAK_GRACE = Duration.ofMinutes(15);
  private static final Duration RECONCILER = Duration.ofMinutes(5);

  private final EventLoop loop;
  private final Datastore datastore;
  private final Map<String, Instant> suspects = new HashMap<>();

  public KubeControllers(EventLoop loop, Datastore datastore) {
    this.loop = loop;
    this.datastore = datastore;
  }

  /** How long to wait between two looks. */
  public Duration period() {
    return RECONCILER;
  }

  /** Writes its configuration down if there is none, so that it can be changed. */
  public void ensureConfiguration() {
    if (datastore.find(CalicoKind.KUBE_CONTROLLERS_CONFIGURATION, "default").isEmpty()) {
      datastore.create(
          CalicoKind.KUBE_CONTROLLERS_CONFIGURATION,
          "default",
          spec -> {
            spec.put("healthChecks", "Enabled").put("logSeverityScreen", "Info");
            spec.putObject("controllers")
                .putObject("node")
                .put("leakGracePeriod", "15m0s")
                .put("reconcilerPeriod", "5m0s");
          });
    }
  }

  /** Looks once. */
  public void reconcile() {
    Set<String> nodes = new HashSet<>();
    datastore.api().list(ResourceTypes.NODES).forEach(node -> nodes.add(node.name()));
    Set<String> inUse = new HashSet<>();
    for (KubeObject pod : datastore.api().list(ResourceTypes.PODS)) {
      inUse.add(pod.namespace() + "/" + pod.name() + " " + pod.text("/status/podIP"));
    }
    Ipam ipam = new Ipam(datastore);
    Set<String> gone = new HashSet<>();
    Set<String> leaked = new HashSet<>();
    for (Block block : ipam.blocks()) {
      if (!block.node().isEmpty() && !nodes.contains(block.node())) {
        gone.add(block.node());
      }
      for (Block.Allocation used : block.allocations()) {
        String node = used.attributes().getOrDefault("node", "");
        String pod = used.attributes().getOrDefault("pod", "");
        String key =
            used.attributes().getOrDefault("namespace", "") + "/" + pod + " " + used.address();
        if (!nodes.contains(node) || (!pod.isEmpty() && !inUse.contains(key))) {
          leaked.add(used.handle());
          boolean atOnce = !nodes.contains(node);
          if (atOnce || isOld(used.handle())) {
            ipam.release(used.handle());
          }
        }
      }
    }
    suspects.keySet().retainAll(leaked);
    gone.forEach(ipam::releaseAffinities);
  }

  private boolean isOld(String handle) {
    Instant since = suspects.computeIfAbsent(handle, any -> loop.now());
    return !loop.now().isBefore(since.plus(LEAK_GRACE));
  }
}
