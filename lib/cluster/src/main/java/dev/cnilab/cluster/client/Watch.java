package dev.cnilab.cluster.client;

/** A running watch. */
@FunctionalInterface
public interface Watch extends AutoCloseable {
  /** Ends it: not one more event is delivered. On the loop only. */
  @Override
  void close();
}
