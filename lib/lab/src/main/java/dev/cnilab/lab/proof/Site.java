package dev.cnilab.lab.proof;

import dev.cnilab.lab.fault.Ground;
import dev.cnilab.lab.oncall.Proven;
import java.util.Optional;

/** Where faults are proven, one after the other. */
public interface Site {

  /**
   * Why a fault cannot be proven here, in words.
   *
   * @return empty if it can
   */
  Optional<String> lacks(String fault);

  /**
   * Proves a fault, and leaves nothing of it.
   *
   * @param ground what the site is, or can be made
   */
  Proven prove(String fault, Ground ground);

  /** Whether nothing more is to be proven, because somebody wants it to end. */
  boolean isLeft();
}
