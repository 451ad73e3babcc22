package dev.cnilab.cluster.containerd.crictl;

/** Why crictl gives up, in its own words. */
final class CrictlFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CrictlFailure(String message) {
    super(message);
  }

  /** As Go wraps an error: what was tried, then why it failed. */
  static CrictlFailure wrapping(String attempt, RuntimeException cause) {
    return new CrictlFailure(attempt + ": " + cause.getMessage());
  }
}
