package dev.cnilab.cluster.apiserver.kubelet;

import dev.cnilab.cluster.client.config.Credential;
import dev.cnilab.netsim.tcp.TcpConnection;

/** A kubelet as seen by clients that have reached its port. */
@FunctionalInterface
public interface KubeletService {
  /**
   * The endpoint for a client.
   *
   * @param credential its user is determined at each request
   * @param connection the kubelet's end of the connection that the client came by
   */
  KubeletEndpoint client(Credential credential, TcpConnection connection);
}
