package dev.cnilab.cluster.apiserver.node;

/** How the API server comes to the kubelets of nodes. */
@FunctionalInterface
public interface Kubelets {
  /**
   * Opens a way to one, to be closed by who has asked for it. In a task only, which waits.
   *
   * @throws dev.cnilab.cluster.client.ApiException 404 if there is no such node
   * @throws UnreachedKubelet if nobody answers at its address
   */
  KubeletEndpoint connect(String node);
}
