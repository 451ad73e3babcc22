package dev.cnilab.cluster.controller.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives each node its part of the pod network, and the annotation about secrets' time to live. */
public final class NodeIpamController implements AutoCloseable {
  private static final String TTL = "node.alpha.kubernetes.io/ttl";

  private final ApiClient client;
  private final EventRecorder recorder;
  private final CidrAllocator allocator;
  private final ControlLoop control;

  public NodeIpamController(ControllerContext context, CidrAllocator allocator) {
    client = context.client();
    recorder = context.recorder("cidrAllocator");
    this.allocator = allocator;
    control =
        context
            .controlLoop(
                key -> client.find(ResourceTypes.NODES, "", key.name()).ifPresent(this::reconcile))
            .watch(ResourceTypes.NODES);
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
    Set<Ipv4Prefix> used =
        client.list(ResourceTypes.NODES).stream()
            .map(other -> other.text("/spec/podCIDR"))
            .filter(cidr -> !cidr.isEmpty())
            .map(Ipv4Prefix::parse)
            .collect(Collectors.toSet());
    Optional<Ipv4Prefix> cidr = allocator.next(used);
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
