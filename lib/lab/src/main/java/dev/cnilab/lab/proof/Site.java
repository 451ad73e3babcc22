package dev.cnilab.lab.proof;

import dev.cnilab.lab.fault.Ground;
import dev.cnilab.lab.stage.ProofResult;
import java.util.Optional;

/** A place where faults are proven one after another. */
public interface Site {

  /**
   * Why a fault cannot be proven here, in words.
   *
   * @return empty if it can
   */
  Optional<String> lacks(String fault);

  /**
   * Proves a fault and removes all traces of it.
   *
   * @param ground the site's own, or one it can provide
   */
  ProofResult prove(String fault, Ground ground);

  /** Whether to stop, because the user wants to end. */
  boolean isLeft();
}
