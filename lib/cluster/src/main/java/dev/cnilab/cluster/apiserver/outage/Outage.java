package dev.cnilab.cluster.apiserver.outage;

import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A time in which the API does not serve clients from outside, as while an API server is restarted:
 * what was open is cut off, what is asked meanwhile waits for the end. From any thread.
 */
public final class Outage {
  /** Each one that waits holds a thread of the HTTP server; enough of them stay free. */
  private static final int MOST_WAITING = 8;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final CompletableFuture<Void> NONE = CompletableFuture.completedFuture(null);

  private final Streams streams;
  private final Semaphore seats = new Semaphore(MOST_WAITING);
  private volatile CompletableFuture<Void> end = NONE;

  /** None yet. */
  public Outage(Streams streams) {
    this.streams = streams;
  }

  /** Does something during which nobody is served; one at a time. */
  public void during(Runnable work) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    end = over;
    try {
      streams.cutOff();
      work.run();
    } finally {
      end = NONE;
      over.complete(null);
    }
  }

  /** Whether there is one. */
  public boolean isOn() {
    return !end.isDone();
  }

  /**
   * Waits until clients are served, which is at once but in an outage.
   *
   * @throws ApiException 503 with a time to come back after, if it lasts for ten seconds or if too
   *     many wait already
   */
  public void awaitEnd() {
    await(end);
  }

  /**
   * Waits for something that ends with an outage, in one of the few seats there are.
   *
   * @throws ApiException 503 as for {@link #awaitEnd}
   */
  public void await(CompletableFuture<?> event) {
    if (event.isDone()) {
      return;
    }
    if (!seats.tryAcquire()) {
      throw unavailable();
    }
    try {
      event.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException tooLong) {
      throw unavailable();
    } catch (ExecutionException failed) {
      // It has ended; how is told to whom it concerns.
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      throw unavailable();
    } finally {
      seats.release();
    }
  }

  private static ApiException unavailable() {
    return ApiErrors.serviceUnavailable(
        "the cluster is being reset and starts again; ask again in a second");
  }
}
