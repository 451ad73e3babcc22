package dev.cnilab.netsim.loop;

import org.jspecify.annotations.Nullable;

/** Thrown when an {@link EventLoop} has ended and will not run what was asked of it. */
public final class LoopEndedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  LoopEndedException(@Nullable Throwable cause) {
    super(
        cause == null ? "the simulation has ended" : "the simulation has ended because of " + cause,
        cause);
  }
}
