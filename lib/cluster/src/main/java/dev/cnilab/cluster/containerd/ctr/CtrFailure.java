package dev.cnilab.cluster.containerd.ctr;

/** Why ctr gives up, in its own words. */
final class CtrFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CtrFailure(String message) {
    super(message);
  }
}
