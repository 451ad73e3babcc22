package dev.cnilab.userland.process;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a process is stopped, and what has come for it since then; signal(7), Linux 6. */
final class Stoppage {
  private final Execution execution;
  private final Set<Signal> pending = EnumSet.noneOf(Signal.class);
  private boolean stopped;
  private @Nullable Integer ended;

  Stoppage(Execution execution) {
    this.execution = execution;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Stops it; it waits here if it is the one that runs. */
  void begin() {
    stopped = true;
    execution.halt();
  }

  /** Keeps a signal for later, if this one has no effect on a process that is stopped. */
  boolean keeps(Signal signal) {
    boolean kept = stopped && signal != Signal.KILL && signal != Signal.CONT;
    if (kept && !signal.isStopByDefault()) {
      pending.add(signal);
    }
    return kept;
  }

  /** Keeps the end that its program has come to in an event. */
  boolean keepsEnd(int status) {
    ended = stopped ? (Integer) status : null;
    return stopped;
  }

  /** Lets it go on, with what has come meanwhile. */
  void end(Process process) {
    if (!stopped) {
      return;
    }
    stopped = false;
    execution.proceed();
    Set<Signal> come = EnumSet.copyOf(pending);
    pending.clear();
    come.forEach(process::kill);
    if (ended != null && process.isAlive()) {
      process.end(ended);
    }
  }
}
