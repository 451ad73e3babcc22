package dev.cnilab.cluster.cni.json;

/** The error of Go's {@code encoding/json} for invalid input. */
public final class GoJsonException extends Exception {
  public GoJsonException(String message) {
    super(message);
  }
}
