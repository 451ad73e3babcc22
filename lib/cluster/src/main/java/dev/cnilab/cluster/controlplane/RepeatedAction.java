package dev.cnilab.cluster.controlplane;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.userland.process.Process;
import java.time.Duration;

/** Repeats an action at intervals while a process runs. */
final class RepeatedAction {
  private final EventLoop loop;
  private final Duration interval;
  private final Runnable action;
  private Timer next;

  private RepeatedAction(EventLoop loop, Duration interval, Runnable action) {
    this.loop = loop;
    this.interval = interval;
    this.action = action;
    this.next = plan();
  }

  static void begin(Process process, Duration interval, Runnable action) {
    RepeatedAction rounds = new RepeatedAction(process.loop(), interval, action);
    process.onExit(status -> rounds.next.cancel());
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
