package dev.cnilab.cluster.apiserver.node;

import dev.cnilab.cluster.client.connection.Credential;

/** A kubelet as seen by clients that have reached its port. */
@FunctionalInterface
public interface KubeletService {
  /** The endpoint for a credential; its user is determined at each request. */
  KubeletEndpoint client(Credential credential);
}
