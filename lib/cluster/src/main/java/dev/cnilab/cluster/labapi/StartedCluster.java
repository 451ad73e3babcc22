package dev.cnilab.cluster.labapi;

import dev.cnilab.cluster.client.config.Kubeconfig;

/** A cluster that was started beside the requesting one. */
public interface StartedCluster extends AutoCloseable {
  /** How to reach it as its administrator. */
  Kubeconfig kubeconfig();

  /** Ends it. */
  @Override
  void close();
}
