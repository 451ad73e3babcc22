package dev.cnilab.cluster.apiserver.proxy;

import dev.cnilab.cluster.image.http.HttpOrigin;
import java.util.Optional;

/**
 * The target of the proxy.
 *
 * @param kubelet the node whose kubelet it is, for which the API server uses its own credential;
 *     empty for all others
 */
public record ProxyTarget(HttpOrigin origin, Optional<String> kubelet) {
  static ProxyTarget of(HttpOrigin origin) {
    return new ProxyTarget(origin, Optional.empty());
  }
}
