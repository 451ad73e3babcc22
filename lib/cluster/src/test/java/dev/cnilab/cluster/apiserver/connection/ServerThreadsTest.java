package dev.cnilab.cluster.apiserver.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServerThreadsTest {
  @Test
  void work_submitted_after_the_end_is_dropped() throws Exception {
    ServerThreads threads = new ServerThreads();
    threads.start();
    CountDownLatch done = new CountDownLatch(1);
    threads.execute(done::countDown);
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    threads.stop();

    assertThatCode(() -> threads.execute(done::countDown)).doesNotThrowAnyException();
  }
}
