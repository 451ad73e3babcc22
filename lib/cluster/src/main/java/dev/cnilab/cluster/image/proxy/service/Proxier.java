package dev.cnilab.cluster.image.proxy.service;

import java.util.List;
import java.util.Set;

/** Brings a node's rules in line with Services and endpoints ({@code syncProxyRules}). */
public interface Proxier {
  /**
   * Begins to write the rules of Services that have changed; of all, if it has not succeeded since
   * the last {@link #forget}. The one before must have ended.
   *
   * @param changed their keys
   */
  Sync sync(ServiceMap services, Set<String> changed);

  /** Makes the next {@link #sync} write everything, changed or not. */
  void forget();

  /** As {@link #forget}, from time to time; a proxier may spare itself that. */
  default void refresh() {
    forget();
  }

  /** The ranges from which Services get their addresses have changed. */
  void onServiceRanges(List<String> ranges);

  /** Removes this mode's rules, once another mode is chosen. */
  void cleanUp();
}
