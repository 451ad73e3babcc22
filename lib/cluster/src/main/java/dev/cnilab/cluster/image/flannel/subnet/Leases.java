package dev.cnilab.cluster.image.flannel.subnet;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The leases that a flanneld has read from the annotations of the nodes it has seen, to be passed
 * on.
 */
public final class Leases {
  private final FlanneldLog log;
  private final LeaseReader reader;
  private final Map<String, Lease> seen = new HashMap<>();

  public Leases(LeaseReader reader, FlanneldLog log) {
    this.reader = reader;
    this.log = log;
  }

  /** Reads all nodes; returns whether it could. */
  public boolean sync(ApiClient client) {
    try {
      client.list(ResourceTypes.NODES).forEach(this::see);
      return true;
    } catch (ApiException unreachable) {
      return false;
    }
  }

  /**
   * Reads a node's annotations, and logs the creation of its lease if it is new; there is none
   * before flanneld has run on that node.
   */
  public void see(KubeObject node) {
    reader
        .of(node)
        .filter(lease -> !lease.equals(seen.put(node.name(), lease)))
        .ifPresent(lease -> created(node));
  }

  /**
   * Notes that a lease is passed on: logs its creation unless that has been done, and no longer
   * remembers it.
   */
  public void handOn(KubeObject node, Lease lease) {
    if (!lease.equals(seen.remove(node.name()))) {
      created(node);
    }
  }

  /** Like {@link Lease#of}. */
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
