package dev.cnilab.cluster.apiserver.proxy;

import dev.cnilab.cluster.image.http.HttpOrigin;
import java.util.Optional;

/**
 * Who is asked through the proxy.
 *
 * @param kubelet the node whose kubelet it is, which the API server asks as itself; empty for all
 *     others
 */
public record ProxyTarget(HttpOrigin origin, Optional<String> kubelet) {
  static ProxyTarget of(HttpOrigin origin) {
    return new ProxyTarget(origin, Optional.empty());
  }
}
