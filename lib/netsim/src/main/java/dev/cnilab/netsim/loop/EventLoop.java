package dev.cnilab.netsim.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One thread, one clock, one seed. All state of the simulation is touched only by events of this
 * loop and by its {@link Task}s, one at a time; other threads come in through {@link #call}.
 */
public final class EventLoop implements AutoCloseable {
  /** No event takes nearly as long, but one that has no end. */
  private static final Duration LONGEST_CALL = Duration.ofMinutes(5);

  private static final Duration LOOK = Duration.ofMinutes(1);

  /** As many as take a millisecond or a few. */
  private static final int EVENTS_A_TURN = 4096;

  private final Random random;
  private final VirtualClock clock;
  private final Agenda agenda;
  private final Baton baton;
  private final Defects defects;
  private final RunQueue runQueue = new RunQueue(this);
  private final Express express = new Express();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /**
   * Starts a loop.
   *
   * @param seed of {@link #random}: equal seeds and inputs give equal histories
   * @param epoch what the virtual clock shows at the start
   */
  public EventLoop(long seed, Instant epoch, Pace pace) {
    this.random = new Random(seed);
    this.clock = new VirtualClock(epoch, pace);
    this.agenda = new Agenda(clock);
    this.defects = new Defects(agenda::close);
    Thread thread = Thread.ofVirtual().name("event-loop").unstarted(this::run);
    this.baton = new Baton(thread);
    thread.start();
  }

  /** A loop for tests: the clock moves only when someone waits, and starts at a fixed instant. */
  public static EventLoop onDemand(long seed) {
    return new EventLoop(seed, Instant.parse("2026-01-01T00:00:00Z"), Pace.ON_DEMAND);
  }

  /** The virtual time. */
  public Instant now() {
    return clock.now();
  }

  /** The virtual time in nanoseconds since the start of the loop. */
  public long nanoTime() {
    return clock.nanoTime();
  }

  public Pace pace() {
    return clock.pace();
  }

  /**
   * Lets the clock go at another pace from now on: on demand, say, while somebody waits for much
   * that takes time. From any thread.
   */
  public void pace(Pace other) {
    agenda.pace(other);
  }

  /** The seeded source of every random choice. On the loop only. */
  public Random random() {
    return random;
  }

  /** Where those wait for their turn that would never wait by themselves. On the loop only. */
  public RunQueue runQueue() {
    return runQueue;
  }

  /**
   * Who is told of an exception that an event or a task let escape; such a one is a defect. If
   * nobody is, it is printed, and {@link #close} throws the first: so it fails any test.
   */
  public void onUncaught(Consumer<Throwable> listener) {
    defects.tell(listener);
  }

  /** Lets {@code event} happen after {@code delay} of virtual time. On the loop only. */
  public Timer schedule(Duration delay, Runnable event) {
    return schedule(delay.toNanos(), event);
  }

  /** As {@link #schedule(Duration, Runnable)}, in nanoseconds: the form for a packet's hot path. */
  public Timer schedule(long delayNanos, Runnable event) {
    Timer timer = agenda.newTimer(clock.nanoTime() + Math.max(0, delayNanos), event);
    agenda.add(timer);
    return timer;
  }

  /** A new row of events that keep their order. */
  public Lane newLane() {
    return new Lane(clock, agenda, express);
  }

  /**
   * Does something and lets every frame that it sends arrive, and those sent in answer, before it
   * returns: as if cables had no length. The way, the rules and the counters are those of any other
   * frame. On the loop only.
   */
  public void expedite(Runnable action) {
    express.run(action, defects::report);
  }

  /** Starts blocking code as a task, at the present instant. On the loop only. */
  public Task spawn(String name, Runnable body) {
    Task task = new Task(this, name, body);
    schedule(0, () -> baton.handTo(task));
    return task;
  }

  /** Blocks the current task for a span of virtual time. */
  public void sleep(Duration time) {
    Task task = currentTask();
    Timer timer = schedule(time, task::resume);
    try {
      task.block();
    } finally {
      timer.cancel();
    }
  }

  /**
   * The task this code runs in.
   *
   * @throws IllegalStateException outside of a task, where nothing may block
   */
  public Task currentTask() {
    return baton.currentTask();
  }

  /** Whether this code runs in a task, so that it may wait. */
  public boolean isInTask() {
    return baton.isInTask();
  }

  /** Whether this code runs on the loop, in an event or in a task. */
  public boolean isCurrent() {
    return baton.isCurrent();
  }

  /** Who runs at this moment. */
  Baton baton() {
    return baton;
  }

  /**
   * Lets {@code event} happen on the loop as soon as possible; never, if the loop has ended. From
   * any thread.
   */
  public void execute(Runnable event) {
    agenda.add(event);
  }

  /**
   * Runs {@code action} on the loop; directly if this code is there already. From any thread.
   *
   * @return its result, or what it threw, or {@link LoopEndedException} if the loop ends before
   */
  public <T> CompletableFuture<T> submit(Callable<T> action) {
    Call<T> call = new Call<>(action);
    if (isCurrent()) {
      call.run();
    } else if (!agenda.add(call)) {
      call.fail(new LoopEndedException(defects.fatal()));
    }
    return call.result();
  }

  /**
   * As {@link #submit}, and waits for the result, five minutes at most. From any thread.
   *
   * @throws CompletionException with what the action threw, unless that is unchecked already
   * @throws LoopEndedException if the loop has ended or does so before the action's turn
   * @throws LoopStuckException if it does not come to the action, as one event does not end
   */
  public <T> T call(Callable<T> action) {
    return call(action, LONGEST_CALL);
  }

  /** As {@link #call(Callable)}, with another limit. */
  <T> T call(Callable<T> action, Duration limit) {
    try {
      return submit(action).orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS).join();
    } catch (CompletionException thrown) {
      if (thrown.getCause() instanceof TimeoutException) {
        throw new LoopStuckException(limit, baton.stack());
      } else if (thrown.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw thrown;
    }
  }

  /**
   * Lets virtual time pass as fast as the machine can; returns after it. Not from the loop.
   *
   * @throws LoopEndedException if the loop ends before
   * @throws LoopStuckException if one event does not end
   */
  public void advance(Duration time) {
    CompletableFuture<Void> passed = new CompletableFuture<>();
    execute(
        () -> {
          agenda.jump(1);
          schedule(
              time,
              () -> {
                agenda.jump(-1);
                passed.complete(null);
              });
        });
    while (!passed.isDone()) {
      try {
        CompletableFuture.anyOf(passed, ended)
            .orTimeout(LOOK.toNanos(), TimeUnit.NANOSECONDS)
            .join();
      } catch (CompletionException diedOrLate) {
        // Told below like an end that was wanted.
      }
      if (ended.isDone() && !passed.isDone()) {
        throw new LoopEndedException(defects.fatal());
      }
      if (!passed.isDone()) {
        call(() -> true); // it may be slow, but not stuck
      }
    }
  }

  /**
   * Says that someone waits for the simulation. At {@link Pace#ON_DEMAND} the clock jumps until the
   * result is closed; close it on the loop, in the event that ends the wait, or time runs on.
   */
  public Waiting waiting() {
    int jumper = pace() == Pace.ON_DEMAND ? 1 : 0;
    agenda.jump(jumper);
    return () -> agenda.jump(-jumper);
  }

  /** What {@link #waiting} returns. */
  @FunctionalInterface
  public interface Waiting extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Ends the loop; what is still queued never happens, and those who wait for it are told so.
   *
   * @throws IllegalStateException once, if an event or a task has failed and nobody was told
   */
  @Override
  public void close() {
    agenda.close();
    defects.throwUnheard();
  }

  /** Completed when the loop has ended: normally after {@link #close}, else with what ended it. */
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }

  /**
   * Tells of a defect. The simulation goes on, as a kernel does after an oops: what failed is one
   * event or one task. If the virtual machine itself is no longer sound, no state can be trusted
   * and the loop ends.
   */
  public void report(Throwable thrown) {
    defects.report(thrown);
  }

  @SuppressWarnings("ThreadPriorityCheck") // virtual threads are not preempted
  private void run() {
    try {
      // Each event is forgotten before the next one is waited for, which may take long.
      for (int event = 0; runNext(); event++) {
        if (event % EVENTS_A_TURN == 0) {
          Thread.yield(); // a clock that jumps would keep a processor from all other threads
        }
      }
    } catch (Throwable unreported) {
      defects.end(unreported);
    } finally {
      end();
    }
  }

  private boolean runNext() {
    Runnable event = agenda.next();
    if (event == null) {
      return false;
    }
    try {
      event.run();
    } catch (Throwable thrown) {
      defects.report(thrown);
    }
    return true;
  }

  /** Nobody who waits for the loop waits for nothing. */
  private void end() {
    agenda.close();
    Throwable cause = defects.fatal();
    for (Runnable left : agenda.left()) {
      if (left instanceof Call<?> call) {
        call.fail(new LoopEndedException(cause));
      }
    }
    if (cause == null) {
      ended.complete(null);
    } else {
      ended.completeExceptionally(cause);
    }
  }
}
