package dev.cnilab.netsim.trace;

import java.util.List;

/**
 * What happened to a packet in one namespace.
 *
 * @param nanoTime when the packet got there, as {@code EventLoop.nanoTime}
 */
public record Hop(String namespace, long nanoTime, List<Step> steps) {
  public Hop {
    steps = List.copyOf(steps);
  }

  /** The last step so far. */
  public Step last() {
    return steps.get(steps.size() - 1);
  }
}
