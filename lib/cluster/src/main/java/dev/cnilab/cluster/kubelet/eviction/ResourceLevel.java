package dev.cnilab.cluster.kubelet.eviction;

/**
 * How much of a resource is left.
 *
 * @param threshold below which pods are evicted
 */
record ResourceLevel(EvictionSignal signal, long threshold, long available) {
  boolean isLow() {
    return available < threshold;
  }

  /** As in the kubelet's message to an evicted pod. */
  String message() {
    return "The node was low on resource: %s. Threshold quantity: %s, available: %s. "
        .formatted(signal.resource(), text(threshold), text(available));
  }

  private String text(long quantity) {
    return signal == EvictionSignal.INODES ? Long.toString(quantity) : QuantityText.text(quantity);
  }
}
