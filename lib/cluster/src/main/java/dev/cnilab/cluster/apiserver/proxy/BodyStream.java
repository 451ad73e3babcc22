package dev.cnilab.cluster.apiserver.proxy;

/** Changes an answer's body on its way, part by part. */
public interface BodyStream {
  /** Passes everything on as it is. */
  BodyStream UNCHANGED = part -> part;

  /** What to send after the next part has arrived; an empty one is the end. */
  byte[] next(byte[] part);
}
