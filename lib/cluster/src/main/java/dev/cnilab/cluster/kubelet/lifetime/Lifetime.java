package dev.cnilab.cluster.kubelet.lifetime;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.userland.time.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * One run of a kubelet: when it is over its timers are forgotten, and its tasks end at their next
 * step. On the loop only.
 */
public final class Lifetime implements AutoCloseable {
  private final WallClock clock;
  private final EventLoop loop;
  private final Set<Timer> timers = new HashSet<>();
  private boolean closed;

  /** A run on a machine with that clock. */
  public Lifetime(WallClock clock) {
    this.clock = clock;
    this.loop = clock.loop();
  }

  public EventLoop loop() {
    return loop;
  }

  /** The time of day; what only measures a span asks the loop. */
  public Instant now() {
    return clock.instant();
  }

  public boolean isOver() {
    return closed;
  }

  /** Ends the task it is called from if the run is over. */
  public void requireAlive() {
    if (closed) {
      throw new Over();
    }
  }

  /** Something that is going to happen. */
  @FunctionalInterface
  public interface Plan {
    /** Forgets it if it has not happened yet. On the loop only. */
    void cancel();
  }

  /** Lets something happen later, unless the run is over by then. */
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

  /** Lets something happen now and then again and again, each time one period later. */
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
            // Nobody waits for what it would have done next.
          }
        });
  }

  /** A duration stretched by a random part of it, as {@code wait.Jitter}. */
  public Duration jitter(Duration duration, double factor) {
    long more = (long) (loop.random().nextDouble() * factor * duration.toNanos());
    return duration.plusNanos(more);
  }

  @Override
  public void close() {
    closed = true;
    timers.forEach(Timer::cancel);
    timers.clear();
  }

  /** Leaves a task whose kubelet has ended. */
  private static final class Over extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Over() {
      super("the kubelet has ended", null, false, false);
    }
  }
}
