package dev.cnilab.cluster.image.flannel.subnet;

import dev.cnilab.cluster.object.KubeObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the leases of nodes. All flannelds of a cluster see the same change of a node one after the
 * other, so a thousand of them need not parse a thousand nodes each, nor compare what a heartbeat
 * leaves unchanged.
 */
public final class LeaseReader {
  private final Map<String, Read> read = new HashMap<>();
  private @Nullable Read last;

  /** The last two states of a node: a flanneld asks for both. */
  @SuppressWarnings("ReferenceEquality") // everyone gets the same object; comparing takes longer
  private record Read(
      KubeObject node, Optional<Lease> lease, KubeObject before, Optional<Lease> leaseBefore) {
    boolean isOf(KubeObject either) {
      return node == either || before == either;
    }

    Optional<Lease> of(KubeObject either) {
      return node == either ? lease : leaseBefore;
    }

    static Read first(KubeObject node) {
      Optional<Lease> lease = Lease.of(node);
      return new Read(node, lease, node, lease);
    }

    Read next(KubeObject changed) {
      Optional<Lease> now = Lease.of(changed);
      return new Read(changed, now.equals(lease) ? lease : now, node, lease);
    }
  }

  /** Like {@link Lease#of}. */
  Optional<Lease> of(KubeObject node) {
    Read known = last;
    if (known == null || !known.isOf(node)) {
      known = read.get(node.name());
    }
    if (known == null || !known.isOf(node)) {
      known = known == null ? Read.first(node) : known.next(node);
      read.put(node.name(), known);
    }
    last = known;
    return known.of(node);
  }
}
