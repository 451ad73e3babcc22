package dev.cnilab.cluster.controlplane;

import dev.cnilab.userland.process.Process;
import java.time.Duration;

/** Something that an API server looks after itself, whatever deletes it. */
@FunctionalInterface
public interface Upkeep {
  /** Does it as long as the process runs. */
  void goOnIn(Process process);

  /**
   * Something to do at intervals, for the first time after one.
   *
   * @param action in a task
   */
  static Upkeep every(Duration interval, Runnable action) {
    return process -> Rounds.begin(process, interval, action);
  }
}
