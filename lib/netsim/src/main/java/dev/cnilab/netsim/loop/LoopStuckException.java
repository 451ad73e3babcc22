package dev.cnilab.netsim.loop;

import java.time.Duration;

/** Thrown when the loop does not get to a call; the stack trace is that of the event it is in. */
public final class LoopStuckException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LoopStuckException(Duration waited, StackTraceElement[] event) {
    super(
        "the simulation has been in one event for "
            + waited.toSeconds()
            + " s, at "
            + (event.length == 0 ? "a place that is not known" : event[0])
            + "; this is a defect, start the cluster again");
    setStackTrace(event);
  }
}
