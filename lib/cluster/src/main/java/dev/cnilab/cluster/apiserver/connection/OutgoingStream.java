package dev.cnilab.cluster.apiserver.connection;

/** What a client is sent piece by piece as content becomes available. From any thread. */
public interface OutgoingStream {
  /** Adds a piece; the next {@link #flush} sends it. */
  void write(byte[] bytes);

  /** Sends what is waiting. It encrypts, so it must not run on the loop. */
  void flush();

  /** Ends the stream and its connection at once: the client is gone or does not read. */
  void abort();

  /** Ends the stream after what has been written. */
  void end();
}
