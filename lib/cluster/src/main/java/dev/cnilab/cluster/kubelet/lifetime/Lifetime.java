package dev.cnilab.cluster.kubelet.lifetime;

import dev.cnilab.cluster.cri.Deadline;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.userland.hardware.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * One run of a kubelet: when it ends, its timers are canceled, its connection to the runtime is
 * closed, and its tasks end at their next step. On the loop only.
 */
public final class Lifetime implements AutoCloseable {
  private final WallClock clock;
  private final EventLoop loop;
  private final Set<Timer> timers = new HashSet<>();
  private final Deadline end = new Deadline();
  private boolean closed;

  /** A run on a machine with the given clock. */
  public Lifetime(WallClock clock) {
    this.clock = clock;
    this.loop = clock.loop();
  }

  public EventLoop loop() {
    return loop;
  }

  /** The time of day; to measure a duration, use the loop. */
  public Instant now() {
    return clock.instant();
  }

  /** Passes when the run is over: no call made by it continues. */
  public Deadline end() {
    return end;
  }

  public boolean isOver() {
    return closed;
  }

  /** Ends the calling task if the run is over. */
  public void requireAlive() {
    if (closed) {
      throw new Over();
    }
  }

  /** A scheduled action. */
  @FunctionalInterface
  public interface Plan {
    /** Cancels it if it has not run yet. On the loop only. */
    void cancel();
  }

  /** Schedules an action, which is canceled if the run ends before. */
  public Plan after(Duration delay, Runnable event) {
    if (closed) {
      return () -> {};
    }
    Timer[] timer = new Timer[1];
    timer[0] =
        loop.schedule(
            delay,
            () -> {
              timers.remove(timer[0]);
              event.run();
            });
    timers.add(timer[0]);
    return () -> {
      timer[0].cancel();
      timers.remove(timer[0]);
    };
  }

  /** Runs an action now, and then repeatedly after each period. */
  public void every(Duration period, Runnable event) {
    event.run();
    after(period, () -> every(period, event));
  }

  /** Starts blocking work. */
  public Task spawn(String name, Runnable body) {
    return loop.spawn(
        name,
        () -> {
          try {
            requireAlive();
            body.run();
          } catch (Over over) {
            // No caller waits for its remaining steps.
          }
        });
  }

  /** A duration extended by a random part of itself, as {@code wait.Jitter}. */
  public Duration jitter(Duration duration, double factor) {
    long more = (long) (loop.random().nextDouble() * factor * duration.toNanos());
    return duration.plusNanos(more);
  }

  @Override
  public void close() {
    closed = true;
    timers.forEach(Timer::cancel);
    timers.clear();
    end.pass();
  }

  /** Unwinds a task whose kubelet has ended. */
  private static final class Over extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Over() {
      super("the kubelet has ended", null, false, false);
    }
  }
}
