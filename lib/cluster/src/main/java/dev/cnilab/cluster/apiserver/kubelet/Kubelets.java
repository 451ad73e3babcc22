package dev.cnilab.cluster.apiserver.kubelet;

/** How the API server reaches the nodes' kubelets. */
@FunctionalInterface
public interface Kubelets {
  /**
   * Connects to a kubelet; the caller must close the endpoint. In a task only, which waits.
   *
   * @throws dev.cnilab.cluster.client.ApiException 404 if there is no such node
   * @throws KubeletDialFailure if there is no answer at its address
   */
  KubeletEndpoint connect(String node);
}
