package dev.cnilab.lab.reach;

import dev.cnilab.lab.policy.Port;
import dev.cnilab.lab.policy.Ruling;

/** A pod that tried to reach another, and the policies' ruling on that. */
public record Pair(String from, String to, Port port, Passage passage, Ruling ruling) {

  /** Whether the network agrees with the policies. */
  public boolean agrees() {
    return ruling.allowed() == (passage == Passage.OPEN);
  }
}
