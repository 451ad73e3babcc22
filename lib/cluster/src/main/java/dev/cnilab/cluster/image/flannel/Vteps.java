package dev.cnilab.cluster.image.flannel;

import dev.cnilab.cluster.object.KubeObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the leases of nodes. All flannelds of a cluster are told of a node one after the other, and
 * a thousand of them need not read a thousand nodes each; nor compare what a heartbeat of a node
 * leaves as it was.
 */
final class Vteps {
  private final Map<String, Read> read = new HashMap<>();

  /** A node as it was told of last, and as it was before: a flanneld asks for both. */
  private record Read(
      KubeObject node, Optional<Vtep> vtep, KubeObject before, Optional<Vtep> vtepBefore) {
    static Read first(KubeObject node) {
      Optional<Vtep> vtep = Vtep.of(node);
      return new Read(node, vtep, node, vtep);
    }

    Read next(KubeObject changed) {
      Optional<Vtep> now = Vtep.of(changed);
      return new Read(changed, now.equals(vtep) ? vtep : now, node, vtep);
    }
  }

  /** As {@link Vtep#of}. */
  @SuppressWarnings(
      "ReferenceEquality") // the same object is handed to all; to compare takes longer
  Optional<Vtep> of(KubeObject node) {
    Read known = read.get(node.name());
    if (known != null && known.before == node) {
      return known.vtepBefore;
    }
    if (known == null || known.node != node) {
      known = known == null ? Read.first(node) : known.next(node);
      read.put(node.name(), known);
    }
    return known.vtep;
  }
}
