package dev.cnilab.cluster.image.proxy.service;

/**
 * Rules on their way into the kernel. A node may have hundreds of thousands, so they are written in
 * steps between which everything else goes on.
 */
public interface Sync {
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
