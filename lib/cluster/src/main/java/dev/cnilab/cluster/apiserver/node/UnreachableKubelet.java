package dev.cnilab.cluster.apiserver.node;

/**
 * A kubelet that cannot be reached, does not serve who asks, or whose runtime does not answer.
 * Clients are told in plain text, as by the proxy that the API server is on the way to a kubelet,
 * and not by a Status.
 */
public final class UnreachableKubelet extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnreachableKubelet(String message) {
    super(message);
  }
}
