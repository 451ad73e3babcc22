package dev.cnilab.cluster.image.flannel;

import dev.cnilab.cluster.object.KubeObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the leases of nodes. All flannelds of a cluster are told of a node one after the other, and
 * a thousand of them need not read a thousand nodes each.
 */
final class Vteps {
  private @Nullable KubeObject last;
  private Optional<Vtep> read = Optional.empty();

  /** As {@link Vtep#of}. */
  @SuppressWarnings(
      "ReferenceEquality") // the same object is handed to all; to compare takes longer
  Optional<Vtep> of(KubeObject node) {
    if (node != last) {
      read = Vtep.of(node);
      last = node;
    }
    return read;
  }
}
