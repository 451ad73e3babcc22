package dev.cnilab.netsim.loop;

import org.jspecify.annotations.Nullable;

/** What was to happen on an {@link EventLoop} never will: the loop has ended. */
public final class LoopEndedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  LoopEndedException(@Nullable Throwable cause) {
    super(
        cause == null ? "the simulation has ended" : "the simulation has ended because of " + cause,
        cause);
  }
}
