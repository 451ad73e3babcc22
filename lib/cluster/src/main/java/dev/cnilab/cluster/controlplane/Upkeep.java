package dev.cnilab.cluster.controlplane;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.userland.process.Process;
import java.time.Duration;

/** Something that an API server looks after itself, whatever deletes it. */
public final class Upkeep {
  private final Duration interval;
  private final Runnable action;

  /**
   * Something to do at intervals.
   *
   * @param action in a task
   */
  public Upkeep(Duration interval, Runnable action) {
    this.interval = interval;
    this.action = action;
  }

  /** Does it as long as the process runs. */
  void goOnIn(Process process) {
    Round round = new Round(process.loop());
    process.onExit(status -> round.next.cancel());
  }

  /** One interval after the other. */
  private final class Round {
    private final EventLoop loop;
    private Timer next;

    Round(EventLoop loop) {
      this.loop = loop;
      this.next = plan();
    }

    private Timer plan() {
      return loop.schedule(
          interval,
          () -> {
            loop.spawn("upkeep", action);
            next = plan();
          });
    }
  }
}
