package dev.cnilab.userland.process;

import dev.cnilab.netsim.loop.WaitQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The end of a process, and the tasks that wait for it; wait(2). */
final class Exit {
  private final Process process;
  private final WaitQueue exited;
  private final List<IntConsumer> listeners = new ArrayList<>();
  private @Nullable Integer status;
  private @Nullable Signal signal;

  Exit(Process process) {
    this.process = process;
    this.exited = new WaitQueue(process.loop());
  }

  boolean hasCome() {
    return status != null;
  }

  /**
   * The exit status, 128+n if signal n ended the process.
   *
   * @throws IllegalStateException while it is alive
   */
  int status() {
    if (status == null) {
      throw new IllegalStateException(
          "process " + process.pid() + " " + process.arguments() + " is still running");
    }
    return status;
  }

  /** The signal that ended it. */
  Optional<Signal> signal() {
    return Optional.ofNullable(signal);
  }

  /** Blocks the current task until it has come; returns {@link #status}. */
  int await() {
    while (status == null) {
      exited.await();
    }
    return status;
  }

  /** Adds a listener for the exit status, called now if it has already come. */
  void listen(IntConsumer listener) {
    if (status == null) {
      listeners.add(listener);
    } else {
      listener.accept(status);
    }
  }

  /**
   * Ends the process, unless it has ended. Waiting processes continue when nothing of it is left.
   */
  void end(int exitStatus, @Nullable Signal by) {
    if (hasCome()) {
      return;
    }
    status = exitStatus;
    signal = by;
    process.descriptors().closeAll();
    process.machine().processes().dismiss(process);
    exited.wakeAll();
    List.copyOf(listeners).forEach(each -> each.accept(exitStatus));
    listeners.clear();
  }
}
