package dev.cnilab.userland.process;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import java.util.EnumMap;
import java.util.Map;

/** What signals do to a process: its handlers, and the default actions; signal(7). */
public final class SignalHandling {
  private final Process process;
  private final Execution execution;
  private final Stoppage stoppage;
  private final Map<Signal, Runnable> handlers = new EnumMap<>(Signal.class);

  SignalHandling(Process process, Execution execution) {
    this.process = process;
    this.execution = execution;
    this.stoppage = new Stoppage(execution);
  }

  /** Sets a handler for a signal. KILL and STOP cannot be caught. */
  public void handle(Signal signal, Runnable handler) {
    handlers.put(signal, handler);
  }

  /** Restores the default action of a signal. */
  public void reset(Signal signal) {
    handlers.remove(signal);
  }

  /** Restores all default actions, as execve(2) does. */
  void resetAll() {
    handlers.clear();
  }

  /** Takes a signal from outside its pid namespace, so that KILL ends even an init. */
  void take(Signal signal) {
    if (!process.isAlive() || stoppage.keeps(signal)) {
      return;
    }
    if (signal == Signal.CONT) {
      stoppage.end(process);
    }
    Runnable handler = isCaught(signal) ? handlers.get(signal) : null;
    if (handler != null) {
      handler.run();
    } else if (!process.family().isOfMachine()
        && (signal.isUncatchable() || !(process.isInit() || signal.isIgnoredByDefault()))) {
      takeDefault(signal);
    }
  }

  private boolean isCaught(Signal signal) {
    return handlers.containsKey(signal) && !signal.isUncatchable();
  }

  private void takeDefault(Signal signal) {
    if (signal.isStopByDefault()) {
      stoppage.begin();
    } else {
      execution.kill(signal);
    }
  }

  /**
   * Takes a signal from a process; an init ignores KILL and STOP from within its pid namespace.
   *
   * @throws ErrnoException EPERM if the sender may not, see {@link #requirePermission}; EOPNOTSUPP
   *     if it would stop a program that runs on events only
   */
  public void take(Signal signal, Process sender) {
    requirePermission(sender);
    boolean caught = isCaught(signal);
    boolean spared = process.isInit() && sender.pidNamespace() == process.pidNamespace() && !caught;
    if (!spared && !caught && signal.isStopByDefault() && !execution.canHalt()) {
      throw new ErrnoException(Errno.EOPNOTSUPP);
    }
    if (!spared) {
      take(signal);
    }
  }

  /**
   * Checks permissions, as {@code kill -0} does.
   *
   * @throws ErrnoException EPERM if it belongs to another user and the sender lacks CAP_KILL
   */
  public void requirePermission(Process sender) {
    if (!sender.credentials().maySignal(process.credentials())) {
      throw new ErrnoException(Errno.EPERM);
    }
  }

  /** Whether STOP or a similar signal has stopped the process. */
  public boolean isStopped() {
    return stoppage.isStopped();
  }

  /** Keeps the exit of an event's program for later; false if the process is not stopped. */
  boolean keepsEnd(int status) {
    return stoppage.keepsEnd(status);
  }
}
