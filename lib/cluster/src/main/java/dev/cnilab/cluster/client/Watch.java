package dev.cnilab.cluster.client;

/** A running watch. */
@FunctionalInterface
public interface Watch extends AutoCloseable {
  /** Whether all initial objects have been delivered. */
  default boolean isSynced() {
    return true;
  }

  /** Ends it: no more events are delivered. On the loop only. */
  @Override
  void close();
}
