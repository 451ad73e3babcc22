package dev.cnilab.cluster.kubelet.lifetime;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.loop.Timer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** The timers and tasks of one run of a kubelet; they end with it. On the loop only. */
public final class Lifetime implements AutoCloseable {
  private final EventLoop loop;
  private final Set<Timer> timers = new HashSet<>();
  private final Set<Task> tasks = new HashSet<>();
  private boolean closed;

  public Lifetime(EventLoop loop) {
    this.loop = loop;
  }

  public EventLoop loop() {
    return loop;
  }

  public boolean isOver() {
    return closed;
  }

  /** Lets something happen later, unless the run is over by then. */
  public Timer after(Duration delay, Runnable event) {
    Timer[] timer = new Timer[1];
    timer[0] =
        loop.schedule(
            delay,
            () -> {
              timers.remove(timer[0]);
              if (!closed) {
                event.run();
              }
            });
    timers.add(timer[0]);
    return timer[0];
  }

  /** Lets something happen now and then again and again, each time one period later. */
  public void every(Duration period, Runnable event) {
    event.run();
    after(period, () -> every(period, event));
  }

  /** Starts blocking work. */
  public Task spawn(String name, Runnable body) {
    Task[] task = new Task[1];
    task[0] =
        loop.spawn(
            name,
            () -> {
              try {
                if (!closed) {
                  body.run();
                }
              } finally {
                tasks.remove(task[0]);
              }
            });
    tasks.add(task[0]);
    return task[0];
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
    Set.copyOf(tasks).forEach(Task::interrupt);
  }
}
