package dev.cnilab.cluster.apiserver.connection.intake;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets large bodies be used in turn, since their trees take many times their size. Small ones are
 * not kept waiting. From any thread.
 */
public final class Turns {
  /** The largest body that need not wait, in bytes. */
  public static final int SMALL = 16 * 1024;

  private final long most;
  private final Executor threads;
  private final Queue<Turn> waiting = new ArrayDeque<>();
  private long used;

  /**
   * Nothing is used yet.
   *
   * @param most how many bytes may be used at a time, at least; one body may always be used
   * @param threads where each turn begins
   */
  public Turns(long most, Executor threads) {
    this.most = most;
    this.threads = threads;
  }

  private record Turn(int size, Runnable begin) {}

  /**
   * Uses a body of a size when it is its turn. The turn ends with the result.
   *
   * @param use not called while it waits; fails if its time is over
   */
  public <T> CompletableFuture<T> take(int size, Supplier<CompletableFuture<T>> use) {
    if (size <= SMALL) {
      return use.get();
    }
    CompletableFuture<Boolean> begun = new CompletableFuture<>();
    CompletableFuture<T> result =
        begun
            .thenComposeAsync(now -> use.get(), threads)
            .whenComplete((done, failure) -> end(size));
    synchronized (this) {
      waiting.add(new Turn(size, () -> begun.complete(true)));
    }
    beginNext();
    return result;
  }

  private void end(int size) {
    synchronized (this) {
      used -= size;
    }
    beginNext();
  }

  private void beginNext() {
    for (Turn next = next(); next != null; next = next()) {
      next.begin().run();
    }
  }

  private synchronized @Nullable Turn next() {
    Turn first = waiting.peek();
    if (first == null || (used > 0 && used + first.size() > most)) {
      return null;
    }
    used += first.size();
    return waiting.remove();
  }
}
