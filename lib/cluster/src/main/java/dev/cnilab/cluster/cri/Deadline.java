package dev.cnilab.cluster.cri;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.netsim.loop.WaitQueue;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * When the client of a call stops waiting for it, because its time has run out or the client ends;
 * Go's context. The service is notified, and ends its work for the call. On the loop only.
 */
public final class Deadline {
  private final Set<Runnable> watchers = new LinkedHashSet<>();
  private boolean passed;

  /** One that passes when it is told to. */
  public Deadline() {}

  /** One that never passes. */
  public static Deadline never() {
    return new Deadline();
  }

  /** One that passes after that time, however long the work takes. */
  public static Deadline after(EventLoop loop, Duration time) {
    Deadline deadline = new Deadline();
    loop.schedule(time, deadline::pass);
    return deadline;
  }

  /**
   * Makes a call, and stops waiting for it when the time is up or the client has ended, even if its
   * task is interrupted. Blocks.
   *
   * @param end of the client
   * @param time how long the call may take
   * @throws CriException of the call; {@link CriException.Code#DEADLINE_EXCEEDED} when the time has
   *     run out, {@link CriException.Code#CANCELED} when the client has ended
   */
  public static <T> T limit(
      EventLoop loop, Deadline end, Duration time, Function<Deadline, T> call) {
    Deadline deadline = new Deadline();
    Outcome<T> outcome = new Outcome<>(new WaitQueue(loop));
    deadline.onPassed(outcome.changed::wakeAll);
    Timer timer = loop.schedule(time, deadline::pass);
    Runnable stay = end.onPassed(deadline::pass);
    loop.spawn("cri-call", () -> outcome.take(() -> call.apply(deadline)));
    try {
      while (!outcome.ended && !deadline.passed) {
        outcome.changed.await();
      }
    } finally {
      timer.cancel();
      stay.run();
      if (!outcome.ended) {
        deadline.pass();
      }
    }
    if (end.passed) {
      throw new CriException(CriException.Code.CANCELED, "context canceled");
    } else if (deadline.passed) { // even if the service gave up at that moment and gave a reason
      throw new CriException(CriException.Code.DEADLINE_EXCEEDED, "context deadline exceeded");
    }
    return outcome.get();
  }

  /**
   * Does something when it passes; at once if it has.
   *
   * @return forgets about it
   */
  public Runnable onPassed(Runnable action) {
    if (passed) {
      action.run();
    } else {
      watchers.add(action);
    }
    return () -> watchers.remove(action);
  }

  /** Marks the call as abandoned: no caller waits for it from now on. */
  public void pass() {
    passed = true;
    List.copyOf(watchers).forEach(Runnable::run);
    watchers.clear();
  }

  /** What has become of a call. */
  private static final class Outcome<T> {
    private final WaitQueue changed;
    private boolean ended;
    private @Nullable T result;
    private @Nullable RuntimeException failure;

    Outcome(WaitQueue changed) {
      this.changed = changed;
    }

    void take(Supplier<T> call) {
      try {
        result = call.get();
      } catch (RuntimeException failed) {
        failure = failed;
      } finally {
        ended = true;
        changed.wakeAll();
      }
    }

    T get() {
      if (failure != null) {
        throw failure;
      }
      return Objects.requireNonNull(result);
    }
  }
}
