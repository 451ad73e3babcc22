package dev.cnilab.cluster.apiserver.http;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Task;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Work for a client that waits for the simulated network. */
final class NetworkWork {
  private NetworkWork() {}

  /**
   * Runs it in a task; the loop counts as waited for. From any thread. If the future gets a
   * timeout, the task ends with that.
   */
  static <T> CompletableFuture<T> start(EventLoop loop, String name, Supplier<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    loop.execute(() -> endInTime(loop, loop.spawn(name, () -> run(loop, work, done)), done));
    return done;
  }

  private static void endInTime(EventLoop loop, Task task, CompletableFuture<?> done) {
    var unused =
        done.whenComplete(
            (value, failure) -> {
              if (failure instanceof TimeoutException) {
                loop.execute(task::interrupt);
              }
            });
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
