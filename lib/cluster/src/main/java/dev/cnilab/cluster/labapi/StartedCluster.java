package dev.cnilab.cluster.labapi;

import dev.cnilab.cluster.apiserver.tls.Kubeconfig;

/** A cluster that was started besides the one that was asked for it. */
public interface StartedCluster extends AutoCloseable {
  /** How to reach it as its administrator. */
  Kubeconfig kubeconfig();

  /** Ends it. */
  @Override
  void close();
}
