package dev.cnilab.cluster.controller.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Gives each node its range of the pod network, and the annotation with the secrets' TTL. */
public final class NodeIpamController implements AutoCloseable {
  private static final String TTL = "node.alpha.kubernetes.io/ttl";

  private final ApiClient client;
  private final EventRecorder recorder;
  private final CidrAllocator allocator;
  private final Map<String, Ipv4Prefix> used = new HashMap<>();
  private final ControlLoop control;

  public NodeIpamController(ControllerContext context, CidrAllocator allocator) {
    client = context.client();
    recorder = context.recorder("cidrAllocator");
    this.allocator = allocator;
    control =
        context
            .controlLoop(
                key -> client.find(ResourceTypes.NODES, "", key.name()).ifPresent(this::reconcile))
            .watch(ResourceTypes.NODES, this::note, node -> Stream.of(ObjectKey.of(node)));
  }

  /** Records a node's range, so that allocating the next one need not list all nodes. */
  private boolean note(WatchEvent event) {
    KubeObject node = event.object();
    String cidr = node.text("/spec/podCIDR");
    if (event.type() == WatchEvent.Type.DELETED) {
      used.remove(node.name());
    } else if (!cidr.isEmpty()) {
      used.put(node.name(), Ipv4Prefix.parse(cidr));
    }
    return true;
  }

  @Override
  public void close() {
    control.close();
  }

  private void reconcile(KubeObject node) {
    ObjectNode change = Json.object();
    if (!node.annotations().containsKey(TTL)) {
      change.putObject("metadata").putObject("annotations").put(TTL, "0");
    }
    if (node.text("/spec/podCIDR").isEmpty()) {
      allocate(node)
          .ifPresent(
              cidr ->
                  change
                      .putObject("spec")
                      .put("podCIDR", cidr.toString())
                      .putArray("podCIDRs")
                      .add(cidr.toString()));
    }
    if (!change.isEmpty()) {
      client.patch(ResourceTypes.NODES, "", node.name(), Patch.merge(change));
    }
  }

  private Optional<Ipv4Prefix> allocate(KubeObject node) {
    Optional<Ipv4Prefix> cidr = allocator.next(new HashSet<>(used.values()));
    cidr.ifPresent(taken -> used.put(node.name(), taken));
    if (cidr.isEmpty()) {
      recorder.event(
          node,
          EventType.NORMAL,
          "CIDRNotAvailable",
          "Node " + node.name() + " status is now: CIDRNotAvailable");
    }
    return cidr;
  }
}
