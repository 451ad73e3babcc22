package dev.cnilab.cluster.apiserver.http;

import dev.cnilab.cluster.apiserver.connection.limit.Deadlines;
import dev.cnilab.cluster.apiserver.http.message.Reply;
import dev.cnilab.cluster.apiserver.http.message.RestRequest;
import dev.cnilab.cluster.apiserver.http.rest.RestApi;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Asks the loop for an answer, again and again while webhooks have still to be called or the store
 * has not reached the version that the request asks for.
 */
final class Asking {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final ApiCore core;
  private final RestApi api;
  private final Executor threads;

  Asking(ApiCore core, RestApi api, Executor threads) {
    this.core = core;
    this.api = api;
    this.threads = threads;
  }

  /**
   * Until when a request is tried, in nanoseconds of the JVM's clock.
   *
   * @param fresh when it no longer waits for a newer store
   * @param end when the client is told that its time is over
   */
  private record Times(long fresh, long end) {}

  /**
   * The answer to a request.
   *
   * @param freshness how long it may wait for a newer store
   * @param end when the client is told that its time is over, as {@link System#nanoTime}
   */
  CompletableFuture<Reply.Final> answer(RestRequest request, Duration freshness, long end) {
    return answer(request, new Times(System.nanoTime() + freshness.toNanos(), end));
  }

  private CompletableFuture<Reply.Final> answer(RestRequest request, Times times) {
    return answer(request, times, () -> api.answer(request));
  }

  private CompletableFuture<Reply.Final> answer(
      RestRequest request, Times times, Supplier<Reply> attempt) {
    return core.loop()
        .submit(() -> inTime(attempt, times.end()))
        .thenCompose(
            reply ->
                switch (reply) {
                  case Reply.Final ready -> CompletableFuture.completedFuture(ready);
                  case Reply.Consulting consulting ->
                      NetworkWork.start(
                              core.loop(),
                              "webhooks",
                              () -> core.webhooks().ask(consulting.calls()))
                          .orTimeout(times.end() - System.nanoTime(), TimeUnit.NANOSECONDS)
                          .thenComposeAsync(
                              said -> answer(request.with(request.verdicts().with(said)), times),
                              threads);
                  case Reply.Unfinished part ->
                      // On the loop's thread it would be done at once.
                      CompletableFuture.completedFuture(part.rest())
                          .thenComposeAsync(rest -> answer(request, times, rest), threads);
                  case Reply.NotYet late when System.nanoTime() - times.fresh() >= 0 ->
                      CompletableFuture.completedFuture(late.otherwise());
                  case Reply.NotYet early -> later(request, times);
                });
  }

  /** Nothing is written once the client has been told that its time is over. */
  private static Reply inTime(Supplier<Reply> attempt, long end) throws TimeoutException {
    if (System.nanoTime() - end >= 0) {
      throw new TimeoutException();
    }
    return attempt.get();
  }

  private CompletableFuture<Reply.Final> later(RestRequest request, Times times) {
    CompletableFuture<Boolean> later = new CompletableFuture<>();
    Deadlines.after(BETWEEN_LOOKS, () -> later.complete(true));
    return later.thenComposeAsync(again -> answer(request, times), threads);
  }
}
