package dev.cnilab.cluster.client;

/** A running watch. */
@FunctionalInterface
public interface Watch extends AutoCloseable {
  /** Whether all that there was at its beginning has been told. */
  default boolean isSynced() {
    return true;
  }

  /** Ends it: not one more event is delivered. On the loop only. */
  @Override
  void close();
}
