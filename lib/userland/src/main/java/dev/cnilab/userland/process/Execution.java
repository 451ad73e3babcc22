package dev.cnilab.userland.process;

import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.loop.RunGroup;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.loop.TaskInterrupted;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.open.BrokenPipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The thread of a process, if it needs one, and how its program ends in an exit status. */
final class Execution {
  /** Keeps a process that never waits from stopping all others. */
  private static final int CALLS_PER_SLICE = 1000;

  private static final Duration SLICE = Duration.ofMillis(1);

  /** The work of an exec, in units. */
  private static final int STARTING = 30;

  private final Process process;
  private @Nullable Task task;
  private @Nullable Thread thread;
  private @Nullable Signal fatal;
  private int calls;
  private boolean stoppable = true;

  Execution(Process process) {
    this.process = process;
  }

  void begin(Program program) {
    stoppable = !(program instanceof EventProgram event) || event.canStop();
    if (program instanceof EventProgram reacting) {
      task = null;
      process.loop().schedule(0, () -> beginReacting(reacting));
    } else {
      String name = process.arguments().isEmpty() ? "process" : process.arguments().getFirst();
      task = process.loop().spawn(name + "[" + process.pid() + "]", () -> run(program));
    }
  }

  private void beginReacting(EventProgram program) {
    if (!process.isAlive()) {
      return;
    }
    try {
      Caller.runAs(process.credentials(), () -> program.begin(process));
    } catch (Exited exited) {
      process.finish(exited.status, null);
    }
  }

  /** Ends the process as the default action of the signal does. */
  void kill(Signal signal) {
    fatal = signal;
    if (Thread.currentThread() == thread) {
      throw new Killed();
    }
    if (task == null) {
      process.finish(signal.status(), signal);
    } else {
      task.interrupt();
      if (signal == Signal.KILL) {
        task.proceed();
      }
    }
  }

  /** Whether {@link #halt} fully suspends its program. */
  boolean canHalt() {
    return stoppable;
  }

  /** Suspends the program until {@link #proceed}; it waits here if it is running. */
  void halt() {
    if (task != null) {
      task.halt();
      if (fatal != null && Thread.currentThread() == thread) {
        throw new Killed();
      }
    }
  }

  void proceed() {
    if (task != null) {
      task.proceed();
    }
  }

  /** Stops the thread, if there is one. */
  void abandon() {
    if (task != null && Thread.currentThread() != thread) {
      task.interrupt();
    }
  }

  /** Called at each read or write system call. */
  void turn() {
    turn(1);
  }

  /** Like {@link #turn}, after work of about that many microseconds. */
  void turn(int units) {
    if (Thread.currentThread() != thread) {
      return;
    }
    if (fatal != null) {
      throw new Killed();
    }
    process.usage().work(units);
    process.machine().load().sample();
    Optional<RunGroup> group = process.cgroup().turns();
    if (group.isPresent()) {
      group.get().work(units);
    } else if (++calls % CALLS_PER_SLICE == 0 || process.loop().currentTask().isOverdue()) {
      process.loop().sleep(SLICE);
    }
  }

  private void run(Program program) {
    thread = Thread.currentThread();
    process.machine().processes().running(thread, process);
    try {
      Caller.runAs(process.credentials(), () -> end(program));
    } finally {
      process.machine().processes().stopped(thread);
      thread = null;
      if (!process.isAlive()) {
        task = null; // a shell forked from this one keeps the process, but not its thread's stack
      }
    }
  }

  private void end(Program program) {
    try {
      turn(STARTING);
      process.finish(program.run(process) & 0xff, null);
    } catch (Exited exited) {
      process.finish(exited.status, null);
    } catch (Replaced replaced) {
      begin(replaced.program);
    } catch (Killed | TaskInterrupted killed) {
      Signal signal = fatal == null ? Signal.KILL : fatal;
      process.finish(signal.status(), signal);
    } catch (UncheckedIOException failed) {
      failedWith(Objects.requireNonNull(failed.getCause()));
    } catch (IOException failed) {
      failedWith(failed);
    } catch (OutOfMemoryError tooLarge) {
      process.finish(Signal.KILL.status(), Signal.KILL);
    } catch (StackOverflowError tooDeep) {
      process.finish(Signal.SEGV.status(), Signal.SEGV);
    } catch (RuntimeException defect) {
      process.finish(Signal.SEGV.status(), Signal.SEGV);
      throw defect;
    }
  }

  private void failedWith(IOException failed) {
    if (failed instanceof BrokenPipe) {
      process.finish(Signal.PIPE.status(), Signal.PIPE);
      return;
    }
    String name = process.arguments().getFirst();
    boolean worded = failed instanceof FileException || failed instanceof ProgramException;
    String text = worded ? "" : "write error: ";
    try {
      process.err().println(name + ": " + text + failed.getMessage());
    } catch (UncheckedIOException nowhereToSaySo) {
      // Only the exit status remains.
    } catch (Killed | TaskInterrupted killed) {
      Signal signal = fatal == null ? Signal.KILL : fatal;
      process.finish(signal.status(), signal);
      return;
    }
    process.finish(failed instanceof ProgramException ended ? ended.status() : 1, null);
  }

  /** Leaves a program to end the process. */
  static final class Exited extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int status;

    Exited(int status) {
      super("exit " + status, null, false, false);
      this.status = status;
    }
  }

  /** Leaves a program to run another one in the same process. */
  static final class Replaced extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Program program;

    Replaced(Program program) {
      super("exec", null, false, false);
      this.program = program;
    }
  }

  /** Leaves a program because of a signal. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }
}
