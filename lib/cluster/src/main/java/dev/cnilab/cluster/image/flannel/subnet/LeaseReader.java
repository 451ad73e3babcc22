package dev.cnilab.cluster.image.flannel.subnet;

import dev.cnilab.cluster.object.KubeObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the leases of nodes. All flannelds of a cluster are told of a node one after the other, and
 * a thousand of them need not read a thousand nodes each; nor compare what a heartbeat of a node
 * leaves as it was.
 */
public final class LeaseReader {
  private final Map<String, Read> read = new HashMap<>();

  /** A node as it was told of last, and as it was before: a flanneld asks for both. */
  private record Read(
      KubeObject node, Optional<Lease> lease, KubeObject before, Optional<Lease> leaseBefore) {
    static Read first(KubeObject node) {
      Optional<Lease> lease = Lease.of(node);
      return new Read(node, lease, node, lease);
    }

    Read next(KubeObject changed) {
      Optional<Lease> now = Lease.of(changed);
      return new Read(changed, now.equals(lease) ? lease : now, node, lease);
    }
  }

  /** As {@link Lease#of}. */
  @SuppressWarnings(
      "ReferenceEquality") // the same object is handed to all; to compare takes longer
  Optional<Lease> of(KubeObject node) {
    Read known = read.get(node.name());
    if (known != null && known.before == node) {
      return known.leaseBefore;
    }
    if (known == null || known.node != node) {
      known = known == null ? Read.first(node) : known.next(node);
      read.put(node.name(), known);
    }
    return known.lease;
  }
}
