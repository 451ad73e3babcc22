package dev.cnilab.cluster.apiserver.spdy;

import java.util.Map;

/** Who is told what comes over a connection. */
public interface SpdyStreams {
  /** The other side begins a stream. */
  void opened(int stream, Map<String, String> headers);

  /** Data on a stream. */
  void data(int stream, byte[] bytes);

  /** The other side will send nothing more on a stream. */
  void finished(int stream);

  /** The other side gives a stream up. */
  void reset(int stream);
}
