package dev.cnilab.cluster.containerd.crictl;

/** An error of crictl, in its own words. */
final class CrictlFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CrictlFailure(String message) {
    super(message);
  }

  /** As Go wraps an error: the attempt, then the cause. */
  static CrictlFailure wrapping(String attempt, RuntimeException cause) {
    return new CrictlFailure(attempt + ": " + cause.getMessage());
  }
}
