package dev.cnilab.cluster.labapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.cluster.apiserver.connection.stream.OpenStream;
import dev.cnilab.cluster.apiserver.connection.stream.OpenStreams;
import dev.cnilab.cluster.apiserver.connection.stream.Outage;
import dev.cnilab.cluster.client.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which of several clients causes the reset, and what the others get until it is done. */
class ResetsTest {
  private final OpenStreams streams = new OpenStreams();
  private final Outage outage = new Outage(streams);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger resets = new AtomicInteger();
  private final Resets subject = new Resets(outage, this::reset);
  private boolean fails;

  private void reset() {
    assertThat(atOnce.incrementAndGet()).isEqualTo(1);
    resets.incrementAndGet();
    begun.countDown();
    await(mayEnd);
    atOnce.decrementAndGet();
    if (fails) {
      throw new IllegalStateException("the cluster is not ready after 5 minutes");
    }
  }

  @Test
  void a_reset_requested_during_another_waits_for_it() {
    CompletableFuture<Resets.Turn> first = asking();
    await(begun);
    CompletableFuture<Resets.Turn> second = asking();
    assertThat(subject.isUnderWay()).isTrue();
    mayEnd.countDown();
    assertThat(first.join()).isEqualTo(Resets.Turn.OWN);
    assertThat(second.join()).isIn(Resets.Turn.SHARED, Resets.Turn.OWN);
    assertThat(subject.isUnderWay()).isFalse();
  }

  @Test
  void twenty_simultaneous_resets_all_get_an_answer() {
    mayEnd.countDown();
    List<CompletableFuture<Resets.Turn>> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      all.add(asking());
    }
    for (CompletableFuture<Resets.Turn> each : all) {
      assertThat(codeOf(each)).isIn(200, 503);
    }
    assertThat(resets).hasPositiveValue();
    assertThat(subject.run()).isEqualTo(Resets.Turn.OWN);
  }

  @Test
  void a_failed_reset_is_reported_and_can_be_retried() {
    fails = true;
    CompletableFuture<Resets.Turn> first = asking();
    await(begun);
    mayEnd.countDown();
    assertThatThrownBy(first::join).hasMessageContaining("not ready after 5 minutes");
    assertThat(codeOf(first)).isEqualTo(500);
    fails = false;
    assertThat(subject.run()).isEqualTo(Resets.Turn.OWN);
    outage.awaitEnd();
  }

  @Test
  void open_streams_are_closed_before_the_reset() {
    List<String> order = new ArrayList<>();
    streams.began(() -> order.add("cut off"));
    OpenStream ended = () -> order.add("ended, and cut off all the same");
    streams.began(ended);
    streams.ended(ended);
    new Resets(outage, () -> order.add("reset")).run();
    assertThat(order).containsExactly("cut off", "reset");
  }

  @Test
  void requests_beyond_the_waiting_limit_get_a_retry_time() {
    CompletableFuture<Resets.Turn> reset = asking();
    await(begun);
    List<CompletableFuture<Void>> waiting = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      waiting.add(CompletableFuture.runAsync(outage::awaitEnd, Thread::startVirtualThread));
    }
    CompletableFuture.anyOf(waiting.toArray(CompletableFuture[]::new))
        .exceptionally(e -> null)
        .join();
    List<CompletableFuture<Void>> refused =
        waiting.stream().filter(CompletableFuture::isCompletedExceptionally).toList();
    assertThat(refused)
        .singleElement()
        .satisfies(
            each ->
                assertThatThrownBy(each::join)
                    .hasCauseInstanceOf(ApiException.class)
                    .hasMessageContaining("being reset")
                    .extracting(e -> ((ApiException) e.getCause()).status().details().toString())
                    .isEqualTo("{\"retryAfterSeconds\":1}"));
    mayEnd.countDown();
    reset.join();
    waiting.stream().filter(each -> !refused.contains(each)).forEach(CompletableFuture::join);
  }

  private CompletableFuture<Resets.Turn> asking() {
    return CompletableFuture.supplyAsync(subject::run, Thread::startVirtualThread);
  }

  private static int codeOf(CompletableFuture<?> asked) {
    try {
      asked.join();
      return 200;
    } catch (CompletionException refused) {
      return ((ApiException) refused.getCause()).status().code();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
