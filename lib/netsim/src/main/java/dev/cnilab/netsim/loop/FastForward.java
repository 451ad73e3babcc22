package dev.cnilab.netsim.loop;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Lets virtual time jump from event to event while a thread outside of the loop waits for it. */
final class FastForward {
  /** How often it looks whether the loop is stuck. */
  private static final Duration LOOK = Duration.ofMinutes(1);

  private final EventLoop loop;
  private final Agenda agenda;
  private final Defects defects;

  FastForward(EventLoop loop, Agenda agenda, Defects defects) {
    this.loop = loop;
    this.agenda = agenda;
    this.defects = defects;
  }

  /** Like {@link EventLoop#advance}. */
  void advance(Duration time) {
    CompletableFuture<Void> passed = new CompletableFuture<>();
    CompletableFuture<Void> ended = loop.ended();
    loop.call(
        () -> {
          Timer end =
              loop.schedule(
                  time,
                  () -> {
                    agenda.jump(-1);
                    passed.complete(null);
                  });
          agenda.jump(1); // last, since time would race on if there were no end
          return end;
        });
    while (!passed.isDone()) {
      try {
        CompletableFuture.anyOf(passed, ended)
            .orTimeout(LOOK.toNanos(), TimeUnit.NANOSECONDS)
            .join();
      } catch (CompletionException diedOrLate) {
        // Reported below, like a normal end.
      }
      if (ended.isDone() && !passed.isDone()) {
        throw new LoopEndedException(defects.fatal());
      }
      if (!passed.isDone()) {
        loop.call(() -> true); // being slow is fine, being stuck is not
      }
    }
  }
}
