package dev.cnilab.cluster.image.calico.ipam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cnilab.cluster.image.calico.datastore.CalicoKind;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.cluster.log.GoDuration;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The node controller: releases the addresses and blocks of deleted nodes, and what has been unused
 * for a quarter of an hour ({@code leakGracePeriod}): addresses that no pod has, and all but one of
 * a node's empty blocks.
 */
public final class KubeControllers {
  private static final Duration LEAK_GRACE = Duration.ofMinutes(15);
  private static final Duration RECONCILER = Duration.ofMinutes(5);
  private static final Set<String> FIELDS =
      Set.of(
          "/healthChecks",
          "/logSeverityScreen",
          "/controllers/node/leakGracePeriod",
          "/controllers/node/reconcilerPeriod");

  private final EventLoop loop;
  private final Datastore datastore;
  private final Map<String, Instant> suspects = new HashMap<>();
  private Duration grace = LEAK_GRACE;
  private Duration period = RECONCILER;

  public KubeControllers(EventLoop loop, Datastore datastore) {
    this.loop = loop;
    this.datastore = datastore;
  }

  /** The time between two passes. */
  public Duration period() {
    return period;
  }

  /** Obeys its configuration from now on; returns what of it has no effect here, in words. */
  public List<String> configure() {
    ensureConfiguration();
    JsonNode spec =
        datastore
            .find(CalicoKind.KUBE_CONTROLLERS_CONFIGURATION, "default")
            .map(each -> each.at("/spec"))
            .orElse(MissingNode.getInstance());
    JsonNode node = spec.at("/controllers/node");
    grace = duration(node.path("leakGracePeriod"), LEAK_GRACE);
    period = duration(node.path("reconcilerPeriod"), RECONCILER);
    List<String> complaints = new ArrayList<>();
    complain(spec, "", complaints);
    return complaints;
  }

  private static Duration duration(JsonNode value, Duration otherwise) {
    return GoDuration.parse(value.asText())
        .filter(each -> !each.isZero() && !each.isNegative())
        .orElse(otherwise);
  }

  private static void complain(JsonNode value, String path, List<String> complaints) {
    if (value.isObject()) {
      value
          .properties()
          .forEach(each -> complain(each.getValue(), path + "/" + each.getKey(), complaints));
    } else if (!FIELDS.contains(path)) {
      complaints.add(
          "KubeControllersConfiguration default: %s is not available on this machine"
              .formatted(path.substring(1).replace('/', '.')));
    }
  }

  /** Creates its configuration if there is none, so that it can be changed. */
  private void ensureConfiguration() {
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

  /** Makes one pass. */
  public void reconcile() {
    Set<String> nodes = new HashSet<>();
    datastore.api().list(ResourceTypes.NODES).forEach(node -> nodes.add(node.name()));
    Set<String> inUse = new HashSet<>();
    for (KubeObject pod : datastore.api().list(ResourceTypes.PODS)) {
      inUse.add(pod.namespace() + "/" + pod.name() + " " + pod.text("/status/podIP"));
    }
    CalicoIpam ipam = new CalicoIpam(datastore);
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
    gone.forEach(ipam::releaseAffinities);
    leaked.addAll(releaseEmptyBlocks(ipam));
    suspects.keySet().retainAll(leaked);
  }

  /** The empty blocks; those that have been empty long enough are released. */
  private Set<String> releaseEmptyBlocks(CalicoIpam ipam) {
    Map<String, List<Block>> ofNodes = new TreeMap<>();
    for (Block block : ipam.blocks()) {
      if (!block.node().isEmpty()) {
        ofNodes.computeIfAbsent(block.node(), any -> new ArrayList<>()).add(block);
      }
    }
    Set<String> empty = new HashSet<>();
    for (List<Block> blocks : ofNodes.values()) {
      int left = blocks.size();
      for (Block block : blocks) {
        String cidr = block.cidr().toString();
        if (left > 1 && block.isUnused()) {
          empty.add(cidr);
          if (isOld(cidr)) {
            ipam.releaseAffinity(block);
            left--;
          }
        }
      }
    }
    return empty;
  }

  private boolean isOld(String handleOrBlock) {
    Instant since = suspects.computeIfAbsent(handleOrBlock, any -> loop.now());
    return !loop.now().isBefore(since.plus(grace));
  }
}
