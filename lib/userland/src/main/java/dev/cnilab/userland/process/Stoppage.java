package dev.cnilab.userland.process;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a process is stopped, and the signals it has received since; signal(7), Linux 6. */
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

  /** Stops it; if it is the running process, it waits here. */
  void begin() {
    stopped = true;
    execution.halt();
  }

  /** Keeps a signal for later; false if it takes effect on a stopped process. */
  boolean keeps(Signal signal) {
    boolean kept = stopped && signal != Signal.KILL && signal != Signal.CONT;
    if (kept && !signal.isStopByDefault()) {
      pending.add(signal);
    }
    return kept;
  }

  /** Keeps the exit of an event's program for later; false if the process is not stopped. */
  boolean keepsEnd(int status) {
    ended = stopped ? (Integer) status : null;
    return stopped;
  }

  /** Continues it, and delivers the signals received in the meantime. */
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
