package dev.cnilab.cluster.image.flannel;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a flanneld has made of the annotations of the nodes it has seen: leases to be handed on. */
final class Leases {
  private final FlannelLog log;
  private final Vteps vteps;
  private final Map<String, Vtep> seen = new HashMap<>();

  Leases(Vteps vteps, FlannelLog log) {
    this.vteps = vteps;
    this.log = log;
  }

  /** Sees every node there is, and says whether it could. */
  boolean sync(ApiClient client) {
    try {
      client.list(ResourceTypes.NODES).forEach(this::see);
      return true;
    } catch (ApiException unreachable) {
      return false;
    }
  }

  /** Makes a lease of a node's annotations; it has none before flanneld. */
  void see(KubeObject node) {
    vteps
        .of(node)
        .filter(vtep -> !vtep.equals(seen.put(node.name(), vtep)))
        .ifPresent(vtep -> created(node));
  }

  /** Hands on a lease that is made unless it has been, and need not be remembered any more. */
  void handOn(KubeObject node, Vtep vtep) {
    if (!vtep.equals(seen.remove(node.name()))) {
      created(node);
    }
  }

  /** As {@link Vtep#of}. */
  Optional<Vtep> of(KubeObject node) {
    return vteps.of(node);
  }

  private void created(KubeObject node) {
    log.info(
        "kube.go:561",
        "Creating the node lease for IPv4. This is the n.Spec.PodCIDRs: ["
            + node.text("/spec/podCIDR")
            + "]");
  }
}
