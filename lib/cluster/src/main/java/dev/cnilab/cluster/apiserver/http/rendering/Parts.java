package dev.cnilab.cluster.apiserver.http.rendering;

import java.io.ByteArrayOutputStream;

/** A document's bytes, part by part. */
public interface Parts {
  /** The next part; empty only if the whole document is. */
  byte[] next();

  /** Whether the last part has been returned. */
  boolean isOver();

  /** How much memory a part takes, in bytes, if that is more than a little. */
  long memory();

  /** All that is left. */
  default byte[] rest() {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    while (!isOver()) {
      rest.writeBytes(next());
    }
    return rest.toByteArray();
  }
}
