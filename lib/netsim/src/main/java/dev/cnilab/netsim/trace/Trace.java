package dev.cnilab.netsim.trace;

import java.util.List;

/** The way of one packet, hop by hop. */
public record Trace(List<Hop> hops) {
  public Trace {
    hops = List.copyOf(hops);
  }
}
