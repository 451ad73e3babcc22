package dev.cnilab.cluster.apiserver.connection.stream;

/** A stream that a client holds open: a watch, a log, a command. */
@FunctionalInterface
public interface OpenStream {
  /** Ends it with an error that its client sees. */
  void cutOff();
}
