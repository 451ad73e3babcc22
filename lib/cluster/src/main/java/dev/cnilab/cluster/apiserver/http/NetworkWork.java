package dev.cnilab.cluster.apiserver.http;

import dev.cnilab.netsim.loop.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Work for a client that waits for the simulated network. */
final class NetworkWork {
  private NetworkWork() {}

  /** Runs it in a task; the loop counts as waited for. From any thread. */
  static <T> CompletableFuture<T> start(EventLoop loop, String name, Supplier<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    loop.execute(() -> loop.spawn(name, () -> run(loop, work, done)));
    return done;
  }

  private static <T> void run(EventLoop loop, Supplier<T> work, CompletableFuture<T> done) {
    EventLoop.Waiting waiting = loop.waiting();
    try (waiting) {
      done.complete(work.get());
    } catch (RuntimeException failed) {
      done.completeExceptionally(failed);
    }
  }
}
