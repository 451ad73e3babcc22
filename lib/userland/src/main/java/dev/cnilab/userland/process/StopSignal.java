package dev.cnilab.userland.process;

import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.loop.TaskInterrupted;

/**
 * A signal that ends what a program waits for, and not the program: it still prints its summary.
 */
public final class StopSignal {
  private boolean arrived;

  private StopSignal() {}

  /** Catches signals from now on; each interrupts the present task. */
  public static StopSignal of(Process process, Signal... signals) {
    StopSignal stop = new StopSignal();
    Task task = process.loop().currentTask();
    for (Signal signal : signals) {
      process
          .signals()
          .handle(
              signal,
              () -> {
                stop.arrived = true;
                task.interrupt();
              });
    }
    return stop;
  }

  public boolean hasArrived() {
    return arrived;
  }

  /** What a program does until it is done or is stopped. */
  @FunctionalInterface
  public interface Work<E extends Exception> {
    void run() throws E;
  }

  /**
   * Runs to the end, or until a signal arrives.
   *
   * @throws TaskInterrupted if the task was interrupted for another reason: the process ends
   */
  public <E extends Exception> void ends(Work<E> work) throws E {
    try {
      work.run();
    } catch (TaskInterrupted interrupted) {
      if (!arrived) {
        throw interrupted;
      }
    }
  }
}
