package dev.cnilab.userland.process;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parent and the children of a process, and the session it belongs to; credentials(7). */
public final class Family {
  private final Process self;
  private final Set<Process> children = new LinkedHashSet<>();
  private Process parent;
  private boolean detached;

  /** Creates the family of a new process; without a parent it is the machine's init. */
  Family(Process self, @Nullable Process parent) {
    this.self = self;
    this.parent = parent == null ? self : parent;
    if (parent != null) {
      parent.family().children.add(self);
    }
  }

  /** The parent; the process itself for the machine's init. */
  public Process parent() {
    return parent;
  }

  /** Whether the process is the machine's init, which has no parent. */
  boolean isOfMachine() {
    return parent == self;
  }

  /** Starts a session of its own without a terminal; setsid(2). */
  public void beginSession() {
    detached = true;
  }

  /** The session leader: the process itself, or an ancestor that was started from outside. */
  public Process sessionLeader() {
    Process each = self;
    while (!each.family().leads()) {
      each = each.family().parent;
    }
    return each;
  }

  private boolean leads() {
    return detached || parent.isInit() || isOfMachine();
  }

  /** Sends a signal to it and to all descendants in its session, as a terminal does at Ctrl-C. */
  public void kill(Signal signal) {
    for (Process each : children()) {
      if (each.pidNamespace() == self.pidNamespace() && !each.family().detached) {
        each.family().kill(signal);
      }
    }
    self.kill(signal);
  }

  /** Its living children, started or adopted. */
  List<Process> children() {
    return List.copyOf(children);
  }

  /** Gives the process another parent, after the end of its own. */
  void adopt(Process newParent) {
    leave();
    parent = newParent;
    parent.family().children.add(self);
  }

  /** Removes the process, which has ended, and forgets its ancestors. */
  void end() {
    leave();
    parent = self.machine().processes().init();
  }

  private void leave() {
    parent.family().children.remove(self);
  }
}
