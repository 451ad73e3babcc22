package dev.cnilab.lab.await;

import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.kernel.LiveDisplay;
import dev.cnilab.lab.view.View;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A single long request that cannot be observed: until the answer arrives, it shows what it waits
 * for and for how long. For waits that can be observed there is {@link Waiter}.
 */
public final class LongWork {

  private static final Duration UNNOTICED = Duration.ofSeconds(1);

  private final Duration between;
  private final Consumer<View> display;

  LongWork(Duration between, Consumer<View> display) {
    this.between = between;
    this.display = display;
  }

  /**
   * Does the work.
   *
   * @param what the description of the wait: {@code "a cluster with calico to start"}
   * @throws LabException if the cell is interrupted; the work itself continues
   */
  public static <T> T announced(String what, Supplier<T> work) {
    LiveDisplay display = new LiveDisplay();
    T result = new LongWork(UNNOTICED, display::show).await(what, work);
    display.clear();
    return result;
  }

  <T> T await(String what, Supplier<T> work) {
    CompletableFuture<T> result = CompletableFuture.supplyAsync(work, LongWork::start);
    for (int rounds = 1; ; rounds++) {
      try {
        return result.get(between.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException notYet) {
        long seconds = between.multipliedBy(rounds).toSeconds();
        display.accept(View.empty().note("Waiting for %s (%d s).".formatted(what, seconds)));
      } catch (ExecutionException failed) {
        throw failed.getCause() instanceof RuntimeException cause
            ? cause
            : new IllegalStateException(failed.getCause());
      } catch (InterruptedException e) {
        throw LabException.of(
            "was interrupted", "waited for " + what + " until then", Suggestions.RUN_AGAIN);
      }
    }
  }

  private static void start(Runnable work) {
    Thread.ofPlatform().daemon().name("long-work").start(work);
  }
}
