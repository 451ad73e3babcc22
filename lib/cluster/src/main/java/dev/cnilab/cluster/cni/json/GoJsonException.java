package dev.cnilab.cluster.cni.json;

/** What Go's {@code encoding/json} says about input it refuses. */
public final class GoJsonException extends Exception {
  public GoJsonException(String message) {
    super(message);
  }
}
