package dev.cnilab.cluster.apiserver.kubelet;

import dev.cnilab.netsim.tcp.Endpoint;

/**
 * There is no answer at a kubelet's address.
 *
 * <p>Its message is the one of Go's dialer: {@code dial tcp 172.30.0.12:10250: i/o timeout}.
 */
public final class KubeletDialFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Endpoint address;

  /**
   * Makes the exception.
   *
   * @param address where the kubelet was expected
   */
  public KubeletDialFailure(Endpoint address, String message) {
    super(message);
    this.address = address;
  }

  /** Go's message for a GET that has failed. */
  public String get(String target) {
    return "Get \"https://%s%s\": %s".formatted(address, target, getMessage());
  }
}
