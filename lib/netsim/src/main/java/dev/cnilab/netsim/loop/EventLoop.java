package dev.cnilab.netsim.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * One thread, one clock, one seed. All state of the simulation is touched only by events and {@link
 * Task}s of this loop, one at a time; other threads use {@link #call}.
 */
public final class EventLoop implements AutoCloseable {
  private static final Duration CENTURY = Duration.ofDays(36_525);

  /** Far longer than any event takes, except one that never ends. */
  private static final Duration LONGEST_CALL = Duration.ofMinutes(5);

  private final Random random;
  private final VirtualClock clock;
  private final Agenda agenda;
  private final Baton baton;
  private final Defects defects;
  private final Calls calls;
  private final RunQueue runQueue = new RunQueue(this);
  private final Express express = new Express();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /**
   * Starts a loop.
   *
   * @param seed of {@link #random}: equal seeds and inputs give equal histories
   * @param epoch the initial time of the virtual clock
   */
  public EventLoop(long seed, Instant epoch, Pace pace) {
    this.random = new Random(seed);
    this.clock = new VirtualClock(epoch, pace);
    this.agenda = new Agenda(clock);
    this.defects = new Defects(agenda::close);
    Thread thread = Thread.ofVirtual().name("event-loop").unstarted(this::run);
    this.baton = new Baton(thread);
    this.calls = new Calls(agenda, baton, defects);
    thread.start();
  }

  /**
   * Starts a loop for tests: the clock starts at a fixed instant and moves only while someone
   * waits.
   */
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
   * Changes the pace of the clock, for example to on demand during a long wait. From any thread.
   */
  public void pace(Pace other) {
    agenda.pace(other);
  }

  /** The seeded source of every random choice. On the loop only. */
  public Random random() {
    return random;
  }

  /** The queue in which tasks that compute without ever waiting take turns. On the loop only. */
  public RunQueue runQueue() {
    return runQueue;
  }

  /**
   * Sets the listener for exceptions that escape from an event or a task; each is a defect. Without
   * a listener, defects are printed and {@link #close} throws the first one, which fails any test.
   */
  public void onUncaught(Consumer<Throwable> listener) {
    defects.tell(listener);
  }

  /**
   * Schedules {@code event} to run after {@code delay} of virtual time; a century stands for any
   * longer one, which a manifest may ask for. On the loop only.
   */
  public Timer schedule(Duration delay, Runnable event) {
    Duration counted = delay.compareTo(CENTURY) > 0 ? CENTURY : delay;
    return schedule(counted.isNegative() ? 0 : counted.toNanos(), event);
  }

  /**
   * Like {@link #schedule(Duration, Runnable)}, with the delay in nanoseconds, for the hot path of
   * packets.
   */
  public Timer schedule(long delayNanos, Runnable event) {
    Timer timer = agenda.newTimer(clock.nanoTime() + Math.max(0, delayNanos), event);
    agenda.add(timer);
    return timer;
  }

  /** Creates a lane whose events keep their order. */
  public Lane newLane() {
    return new Lane(clock, agenda, express);
  }

  /**
   * Runs an action and delivers every frame that it sends, and all answers, before it returns, as
   * if cables had no latency. The frames take the same path through rules and counters as any
   * other. On the loop only.
   */
  public void expedite(Runnable action) {
    express.run(action, defects::report);
  }

  /** Starts blocking code as a task, at the present instant. On the loop only. */
  public Task spawn(String name, Runnable body) {
    Task task = new Task(this, name, body);
    schedule(0, task::takeTurn);
    return task;
  }

  /** Blocks the current task for a duration of virtual time. */
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

  /** Whether this code runs in a task and may therefore block. */
  public boolean isInTask() {
    return baton.isInTask();
  }

  /** Whether this code runs on the loop, in an event or in a task. */
  public boolean isCurrent() {
    return baton.isCurrent();
  }

  /** The baton, which tells what runs now. */
  Baton baton() {
    return baton;
  }

  /**
   * Runs {@code event} on the loop as soon as possible; never if the loop has ended. From any
   * thread.
   */
  public void execute(Runnable event) {
    agenda.add(event);
  }

  /**
   * Runs {@code action} on the loop, or directly if called from it. From any thread.
   *
   * @return its result, or what it threw, or {@link LoopEndedException} if the loop ends first
   */
  public <T> CompletableFuture<T> submit(Callable<T> action) {
    return calls.submit(action);
  }

  /**
   * Like {@link #submit}, but waits up to five minutes for the result. From any thread.
   *
   * @throws CompletionException with what the action threw, unless that is unchecked already
   * @throws LoopEndedException if the loop has ended or ends before the action's turn
   * @throws LoopStuckException if it does not get to the action because another event does not end
   */
  public <T> T call(Callable<T> action) {
    return calls.call(action, LONGEST_CALL);
  }

  /** Like {@link #call(Callable)}, with another time limit. */
  <T> T call(Callable<T> action, Duration limit) {
    return calls.call(action, limit);
  }

  /**
   * Advances virtual time as fast as the machine can, and returns afterwards. Not from the loop.
   *
   * @throws LoopEndedException if the loop ends first
   * @throws LoopStuckException if one event does not end
   */
  public void advance(Duration time) {
    new FastForward(this, agenda, defects).advance(time);
  }

  /**
   * Registers that someone waits for the simulation. At {@link Pace#ON_DEMAND} the clock jumps
   * until the result is closed. Close it on the loop, in the event that ends the wait; otherwise
   * time runs on.
   */
  public Waiting waiting() {
    int jumper = pace() == Pace.ON_DEMAND ? 1 : 0;
    agenda.jump(jumper);
    return () -> agenda.jump(-jumper);
  }

  /** The registration that {@link #waiting} returns. */
  @FunctionalInterface
  public interface Waiting extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Ends the loop. Queued events never run, and pending calls fail.
   *
   * @throws IllegalStateException once, if an event or a task has failed without a listener
   */
  @Override
  public void close() {
    agenda.close();
    defects.throwUnheard();
  }

  /**
   * Completes when the loop has ended: normally after {@link #close}, otherwise with the defect.
   */
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }

  /**
   * Reports a defect. The simulation continues, like a kernel after an oops: only one event or task
   * has failed. If the virtual machine itself is damaged, no state can be trusted and the loop
   * ends.
   */
  public void report(Throwable thrown) {
    defects.report(thrown);
  }

  private void run() {
    try {
      OtherThreads others = new OtherThreads();
      // Keeps no reference to an event while waiting for the next one, which may take long.
      while (runNext()) {
        others.giveWay();
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

  /** Fails the calls that are still waiting, so that no caller hangs. */
  private void end() {
    agenda.close();
    calls.failAll();
    Throwable cause = defects.fatal();
    if (cause == null) {
      ended.complete(null);
    } else {
      ended.completeExceptionally(cause);
    }
  }
}
