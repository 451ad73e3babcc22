package dev.cnilab.cluster.cni.invoke;

/** The process that ran a plugin has ended in the meantime: there is no receiver for the result. */
public final class CallerGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param what has lost its caller
   */
  public CallerGone(String what) {
    super("who ran " + what + " has ended before it", null, false, false);
  }
}
