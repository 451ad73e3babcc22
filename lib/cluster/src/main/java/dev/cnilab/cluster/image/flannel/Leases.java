package dev.cnilab.cluster.image.flannel;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a flanneld has made of the annotations of the nodes it has seen: a lease of each. */
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

  /**
   * Makes a lease of a node's annotations, unless that has been done; it has none before flanneld.
   */
  Optional<Vtep> see(KubeObject node) {
    Optional<Vtep> vtep = vteps.of(node);
    if (vtep.isPresent() && !vtep.get().equals(seen.put(node.name(), vtep.get()))) {
      log.info(
          "kube.go:561",
          "Creating the node lease for IPv4. This is the n.Spec.PodCIDRs: ["
              + node.text("/spec/podCIDR")
              + "]");
    }
    return vtep;
  }

  void forget(String node) {
    seen.remove(node);
  }
}
