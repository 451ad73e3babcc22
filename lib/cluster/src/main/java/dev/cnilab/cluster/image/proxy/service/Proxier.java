package dev.cnilab.cluster.image.proxy.service;

import java.util.List;

/** Brings a node's rules in line with what there is ({@code syncProxyRules}). */
public interface Proxier {
  /**
   * Writes the rules of all ports, as far as they are not written yet.
   *
   * @return whether that succeeded
   */
  boolean sync(List<ProxiedPort> ports);

  /** Has the next {@link #sync} write everything, whether it changed or not. */
  void forget();

  /** Takes away what this mode has written, once another one is chosen. */
  void cleanUp();
}
