package dev.cnilab.cluster.apiserver.connection.stream;

import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A time in which the API does not serve clients from outside, as during the restart of an API
 * server: open streams are cut off, requests wait for the end. From any thread.
 */
public final class Outage {
  /** Each waiting request holds a thread of the HTTP server; enough of them must stay free. */
  private static final int MOST_WAITING = 8;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final CompletableFuture<Void> NONE = CompletableFuture.completedFuture(null);

  private final OpenStreams streams;
  private final Semaphore seats = new Semaphore(MOST_WAITING);
  private volatile CompletableFuture<Void> end = NONE;

  /** Makes one that has not begun. */
  public Outage(OpenStreams streams) {
    this.streams = streams;
  }

  /** Runs work during which no request is served; one at a time. */
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

  /** Whether an outage is on. */
  public boolean isOn() {
    return !end.isDone();
  }

  /**
   * Waits until clients are served; returns at once unless there is an outage.
   *
   * @throws ApiException 503 with Retry-After if it lasts for ten seconds or if too many are
   *     waiting already
   */
  public void awaitEnd() {
    await(end);
  }

  /**
   * Waits for something that ends with an outage; counts as one of the few that may wait.
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
      // The event has ended; its outcome is reported elsewhere.
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
