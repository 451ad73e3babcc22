package dev.cnilab.lab.service;

import dev.cnilab.lab.shell.Output;

/** How a request ended, and the layer that this indicates. */
public enum Outcome {
  OK("OK", "none: name, Service, endpoint and program do their part"),
  NO_SUCH_HOST("no such host", "name: there is no Service of this name in this namespace"),
  NAME_TIMEOUT(
      "timeout while resolving", "DNS: CoreDNS is out of reach; a policy, or CoreDNS itself"),
  REFUSED_WITHOUT_ENDPOINTS(
      "refused", "Service: no Ready pod matches its selector, so kube-proxy refuses"),
  REFUSED("refused", "port: an endpoint got the packet, but nothing listens there"),
  TIMEOUT(
      "timeout",
      "path: packets vanish; a policy, a route, a firewall, or an endpoint that is gone"),
  OTHER("another error", "program: a connection, but no proper answer");

  private static final int CURL_RESOLVES_NOT = 6;
  private static final int CURL_CONNECTS_NOT = 7;
  private static final int CURL_TIME_IS_UP = 28;

  private final String word;
  private final String layer;

  Outcome(String word, String layer) {
    this.word = word;
    this.layer = layer;
  }

  /**
   * The outcome of a request.
   *
   * @param endpoints the number of the Service's endpoints, 1 if it is not a Service
   */
  static Outcome of(Output curl, int endpoints) {
    return switch (curl.status()) {
      case 0 -> OK;
      case CURL_RESOLVES_NOT -> NO_SUCH_HOST;
      case CURL_CONNECTS_NOT -> endpoints == 0 ? REFUSED_WITHOUT_ENDPOINTS : REFUSED;
      case CURL_TIME_IS_UP ->
          curl.printed().contains("Resolving timed out") ? NAME_TIMEOUT : TIMEOUT;
      default -> OTHER;
    };
  }

  /** What the client sees. */
  public String word() {
    return word;
  }

  /** Where to look. */
  public String layer() {
    return layer;
  }
}
