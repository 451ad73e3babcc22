package dev.cnilab.cluster.apiserver.kubelet;

/**
 * A kubelet that cannot be reached, does not serve the client, or whose runtime does not answer.
 * Clients get plain text, as from the API server's proxy to a kubelet, instead of a Status.
 */
public final class KubeletProxyFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public KubeletProxyFailure(String message) {
    super(message);
  }
}
