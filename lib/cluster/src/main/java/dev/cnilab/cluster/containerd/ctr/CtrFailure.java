package dev.cnilab.cluster.containerd.ctr;

/** An error of ctr, in its own words. */
final class CtrFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CtrFailure(String message) {
    super(message);
  }
}
