package dev.cnilab.cluster;

import dev.cnilab.cluster.apiserver.http.HttpEndpoint;
import dev.cnilab.cluster.client.config.Kubeconfig;
import dev.cnilab.cluster.labapi.StartedCluster;
import dev.cnilab.netsim.loop.EventLoop;

/** A cluster that was started beside another one, with an HTTP endpoint of its own. */
record ClusterBeside(Cluster cluster, HttpEndpoint endpoint) implements StartedCluster {
  /**
   * Starts one; blocks until it is ready.
   *
   * @param first the loop of the other cluster, which reports defects of both
   * @throws IllegalStateException as {@link Cluster#boot}
   */
  static ClusterBeside start(ClusterSpec spec, EventLoop first) {
    Cluster cluster = Cluster.switchedOff(spec);
    cluster.loop().onUncaught(first::report);
    cluster.bootOrClose();
    try {
      return new ClusterBeside(cluster, cluster.server().listen(0));
    } catch (RuntimeException refused) {
      cluster.close();
      throw refused;
    }
  }

  @Override
  public Kubeconfig kubeconfig() {
    return endpoint.kubeconfig();
  }

  @Override
  public void close() {
    endpoint.close();
    cluster.close();
  }
}
