package dev.cnilab.netsim.trace;

import java.util.List;

/** What one namespace did with a packet. */
public record Hop(String namespace, List<Step> steps) {
  public Hop {
    steps = List.copyOf(steps);
  }
}
