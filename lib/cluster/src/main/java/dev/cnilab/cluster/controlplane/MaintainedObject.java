package dev.cnilab.cluster.controlplane;

import dev.cnilab.userland.process.Process;
import java.time.Duration;

/** An object that an API server maintains itself, even if someone deletes it. */
@FunctionalInterface
public interface MaintainedObject {
  /** Maintains it while the process runs. */
  void goOnIn(Process process);

  /**
   * An action to run at intervals, first after one interval.
   *
   * @param action in a task
   */
  static MaintainedObject every(Duration interval, Runnable action) {
    return process -> RepeatedAction.begin(process, interval, action);
  }
}
