package dev.cnilab.cluster.image.proxy.service;

/**
 * Rules on their way into the kernel. A node may have hundreds of thousands, so they are written in
 * steps between which everything else goes on.
 */
public interface Sync {
  /** How many endpoints, each with four rules or chains, a step deals with at most. */
  int ENDPOINTS_OF_STEP = 1000;

  /** What a step has led to. */
  enum Progress {
    /** There is more to do. */
    GOES_ON,
    DONE,
    /** It has been logged; nothing is left to do. */
    FAILED
  }

  /** Takes the next step, which is short. */
  Progress step();
}
