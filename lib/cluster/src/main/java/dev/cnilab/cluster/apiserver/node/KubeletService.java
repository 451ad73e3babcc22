package dev.cnilab.cluster.apiserver.node;

import dev.cnilab.cluster.client.connection.Credential;

/** A kubelet, as those see it who have reached its port. */
@FunctionalInterface
public interface KubeletService {
  /**
   * What it does on behalf of a credential's account; who that is, is found out when it is asked.
   */
  KubeletEndpoint client(Credential credential);
}
