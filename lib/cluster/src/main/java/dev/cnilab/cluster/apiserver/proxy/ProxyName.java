package dev.cnilab.cluster.apiserver.proxy;

import dev.cnilab.cluster.client.ApiErrors;

/**
 * The part of a path that names the target: {@code [SCHEME:]NAME[:PORT]}.
 *
 * @param port a number or a name; "" if it is absent
 */
record ProxyName(boolean tls, String name, String port) {
  /**
   * Parses it.
   *
   * @param kind in an error: pod, service or node
   */
  static ProxyName parse(String word, String kind) {
    String[] parts = word.split(":", -1);
    String scheme = parts.length == 3 ? parts[0] : "";
    if (parts.length > 3 || !(scheme.isEmpty() || scheme.matches("https?"))) {
      throw ApiErrors.badRequest("invalid " + kind + " request \"" + word + "\"");
    }
    return new ProxyName(
        scheme.equals("https"),
        parts.length == 3 ? parts[1] : parts[0],
        parts.length > 1 ? parts[parts.length - 1] : "");
  }

  /** The port as a number, or the scheme's default if it is absent. */
  int number() {
    if (port.isEmpty()) {
      return tls ? 443 : 80;
    }
    if (!port.matches("\\d{1,5}")) {
      throw ApiErrors.serviceUnavailable("error trying to reach service: unknown port " + port);
    }
    return Integer.parseInt(port);
  }
}
