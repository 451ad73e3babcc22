package dev.cnilab.netsim.loop;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** An action for an {@link EventLoop} whose caller waits for the result. */
final class Call<T> implements Runnable {
  private final Callable<T> action;
  private final CompletableFuture<T> result = new CompletableFuture<>();

  Call(Callable<T> action) {
    this.action = action;
  }

  CompletableFuture<T> result() {
    return result;
  }

  @Override
  public void run() {
    try {
      result.complete(action.call());
    } catch (Throwable thrown) {
      result.completeExceptionally(thrown);
      if (Defects.isFatal(thrown)) {
        throw (Error) thrown;
      }
    }
  }

  void fail(LoopEndedException ended) {
    result.completeExceptionally(ended);
  }
}
