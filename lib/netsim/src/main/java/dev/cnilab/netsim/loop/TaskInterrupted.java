package dev.cnilab.netsim.loop;

/** Thrown by the wait of a {@link Task} when the task is interrupted. */
public final class TaskInterrupted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TaskInterrupted(String task) {
    super(task + " was interrupted while it waited", null, false, false);
  }
}
