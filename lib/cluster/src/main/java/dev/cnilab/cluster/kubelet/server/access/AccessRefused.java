package dev.cnilab.cluster.kubelet.server.access;

/** A kubelet does not do what somebody asks of it; the message is what he is told. */
public final class AccessRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  /**
   * Such a refusal.
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
