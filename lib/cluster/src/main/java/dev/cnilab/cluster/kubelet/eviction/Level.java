package dev.cnilab.cluster.kubelet.eviction;

/**
 * How much there is left of something.
 *
 * @param threshold below this pods are ended
 */
record Level(Signal signal, long threshold, long available) {
  boolean isLow() {
    return available < threshold;
  }

  /** As the kubelet tells it to a pod that has to go. */
  String message() {
    return "The node was low on resource: %s. Threshold quantity: %s, available: %s. "
        .formatted(signal.resource(), text(threshold), text(available));
  }

  private String text(long quantity) {
    return signal == Signal.INODES ? Long.toString(quantity) : Bytes.text(quantity);
  }
}
