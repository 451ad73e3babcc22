package dev.cnilab.cluster.labapi;

import dev.cnilab.cluster.apiserver.connection.stream.Outage;
import dev.cnilab.cluster.client.ApiErrors;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Resets the cluster, never twice at once. A client that asks during a reset waits for its end and
 * gets what it asked for: a cluster as after its start, in which nobody has done anything yet. From
 * any thread.
 */
public final class Resets {
  private final Outage outage;
  private final Runnable reset;
  private CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);

  /**
   * Without a reset yet.
   *
   * @param reset brings the cluster back to the state after its start; blocks until it is there
   */
  public Resets(Outage outage, Runnable reset) {
    this.outage = outage;
    this.reset = reset;
  }

  /** Which request has caused a reset. */
  enum Turn {
    OWN,
    /** Another reset was in progress, and was waited for. */
    SHARED
  }

  /**
   * Returns when the cluster has been reset.
   *
   * @throws dev.cnilab.cluster.client.ApiException 500 if it does not get ready, 503 if it takes
   *     too long to wait for
   */
  Turn run() {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> current = begin(mine);
    if (current == mine) {
      carryOut(mine);
      join(mine);
      return Turn.OWN;
    }
    outage.await(current);
    join(current);
    return Turn.SHARED;
  }

  /** Waits until no reset is in progress; see {@link Outage#awaitEnd}. */
  void awaitEnd() {
    outage.awaitEnd();
  }

  synchronized boolean isUnderWay() {
    return !underWay.isDone();
  }

  /** Makes a reset the current one, unless another is in progress; returns the current one. */
  private synchronized CompletableFuture<Void> begin(CompletableFuture<Void> mine) {
    if (underWay.isDone()) {
      underWay = mine;
    }
    return underWay;
  }

  private void carryOut(CompletableFuture<Void> mine) {
    try {
      outage.during(reset);
      mine.complete(null);
    } catch (Throwable failure) {
      mine.completeExceptionally(failure);
    }
  }

  private static void join(CompletableFuture<Void> ended) {
    try {
      ended.join();
    } catch (CompletionException failed) {
      throw ApiErrors.internal("the reset failed, and may be tried again: " + failed.getCause());
    }
  }
}
