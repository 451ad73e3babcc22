package dev.cnilab.cluster.kubelet.server.access;

/** A kubelet refuses a request; the message is the answer to the client. */
public final class AccessRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * Makes the exception.
   *
   * @param code of HTTP
   */
  AccessRefused(int code, String message) {
    super(message);
    this.code = code;
  }

  public int code() {
    return code;
  }
}
