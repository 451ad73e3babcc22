package dev.cnilab.cluster.apiserver.spdy;

import java.util.Map;

/** Receives what arrives on a connection. */
public interface SpdyStreams {
  /** The other side opens a stream. */
  void opened(int stream, Map<String, String> headers);

  /** Data on a stream. */
  void data(int stream, byte[] bytes);

  /** The other side will send nothing more on a stream. */
  void finished(int stream);

  /** The other side resets a stream. */
  void reset(int stream);
}
