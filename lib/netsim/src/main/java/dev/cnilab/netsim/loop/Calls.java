package dev.cnilab.netsim.loop;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The calls of other threads into a loop, whose results they wait for. */
final class Calls {
  private final Agenda agenda;
  private final Baton baton;
  private final Defects defects;

  Calls(Agenda agenda, Baton baton, Defects defects) {
    this.agenda = agenda;
    this.baton = baton;
    this.defects = defects;
  }

  /** Like {@link EventLoop#submit}. */
  <T> CompletableFuture<T> submit(Callable<T> action) {
    Call<T> call = new Call<>(action);
    if (baton.isCurrent()) {
      call.run();
    } else if (!agenda.add(call)) {
      call.fail(new LoopEndedException(defects.fatal()));
    }
    return call.result();
  }

  /** Like {@link EventLoop#call(Callable)}, with a time limit. */
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

  /** Fails the calls that are still waiting when the loop has ended, so that no caller hangs. */
  void failAll() {
    for (Runnable left : agenda.left()) {
      if (left instanceof Call<?> call) {
        call.fail(new LoopEndedException(defects.fatal()));
      }
    }
  }
}
