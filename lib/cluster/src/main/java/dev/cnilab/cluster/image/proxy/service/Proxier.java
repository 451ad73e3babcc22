package dev.cnilab.cluster.image.proxy.service;

import java.util.List;

/** Brings a node's rules in line with Services and endpoints ({@code syncProxyRules}). */
public interface Proxier {
  /**
   * Writes the rules of all ports that have changed.
   *
   * @return whether that succeeded
   */
  boolean sync(List<ProxiedPort> ports);

  /** Makes the next {@link #sync} write everything, changed or not. */
  void forget();

  /** The ranges from which Services get their addresses have changed. */
  void onServiceRanges(List<String> ranges);

  /** Removes this mode's rules, once another mode is chosen. */
  void cleanUp();
}
