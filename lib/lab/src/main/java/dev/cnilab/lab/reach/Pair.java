package dev.cnilab.lab.reach;

import dev.cnilab.lab.policy.Port;
import dev.cnilab.lab.policy.Ruling;

/** One pod that tried to reach another, and what the policies say about that. */
public record Pair(String from, String to, Port port, Passage passage, Ruling ruling) {

  /** Whether the network does what the policies say. */
  public boolean agrees() {
    return ruling.allowed() == (passage == Passage.OPEN);
  }
}
