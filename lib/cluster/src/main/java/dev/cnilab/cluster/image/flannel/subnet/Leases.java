package dev.cnilab.cluster.image.flannel.subnet;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a flanneld has made of the annotations of the nodes it has seen: leases to be handed on. */
public final class Leases {
  private final FlannelLog log;
  private final LeaseReader reader;
  private final Map<String, Lease> seen = new HashMap<>();

  public Leases(LeaseReader reader, FlannelLog log) {
    this.reader = reader;
    this.log = log;
  }

  /** Sees every node there is, and says whether it could. */
  public boolean sync(ApiClient client) {
    try {
      client.list(ResourceTypes.NODES).forEach(this::see);
      return true;
    } catch (ApiException unreachable) {
      return false;
    }
  }

  /** Makes a lease of a node's annotations; it has none before flanneld. */
  public void see(KubeObject node) {
    reader
        .of(node)
        .filter(lease -> !lease.equals(seen.put(node.name(), lease)))
        .ifPresent(lease -> created(node));
  }

  /** Hands on a lease that is made unless it has been, and need not be remembered any more. */
  public void handOn(KubeObject node, Lease lease) {
    if (!lease.equals(seen.remove(node.name()))) {
      created(node);
    }
  }

  /** As {@link Lease#of}. */
  public Optional<Lease> of(KubeObject node) {
    return reader.of(node);
  }

  private void created(KubeObject node) {
    log.info(
        "kube.go:561",
        "Creating the node lease for IPv4. This is the n.Spec.PodCIDRs: ["
            + node.text("/spec/podCIDR")
            + "]");
  }
}
