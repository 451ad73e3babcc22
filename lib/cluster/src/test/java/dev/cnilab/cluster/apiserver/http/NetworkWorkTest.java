package dev.cnilab.cluster.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.WaitQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class NetworkWorkTest {
  @AutoClose private final EventLoop loop = EventLoop.onDemand(1);

  @Test
  void an_abandoned_request_is_interrupted() throws InterruptedException {
    WaitQueue forever = new WaitQueue(loop);
    CountDownLatch givenUp = new CountDownLatch(1);
    CompletableFuture<String> answer =
        NetworkWork.start(
                loop,
                "silent",
                () -> {
                  try {
                    forever.await();
                    return "an answer";
                  } finally {
                    givenUp.countDown();
                  }
                })
            .orTimeout(10, TimeUnit.MILLISECONDS);
    assertThatThrownBy(answer::join).hasCauseInstanceOf(TimeoutException.class);
    assertThat(givenUp.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
