package dev.cnilab.cluster.apiserver.http.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeadStartTest {
  private final List<String> sent = new ArrayList<>();
  private final HeadStart headStart = new HeadStart();

  @Test
  void output_during_the_head_start_is_sent_later_in_order() {
    headStart.begin(Duration.ofDays(1));
    headStart.afterwards(() -> sent.add("output"));
    headStart.afterwards(() -> sent.add("status"));
    assertThat(sent).isEmpty();

    headStart.end();
    headStart.afterwards(() -> sent.add("more"));

    assertThat(sent).containsExactly("output", "status", "more");
  }

  @Test
  void a_head_start_ends_by_itself() throws InterruptedException {
    CountDownLatch passed = new CountDownLatch(1);
    headStart.afterwards(passed::countDown);
    headStart.begin(Duration.ofMillis(1));
    assertThat(passed.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_client_without_a_head_start_gets_output_at_once() {
    headStart.begin(Duration.ZERO);
    headStart.afterwards(() -> sent.add("output"));
    assertThat(sent).containsExactly("output");
  }

  @Test
  void only_the_v5_protocol_of_client_go_gets_a_head_start() {
    assertThat(new Channels("v5.channel.k8s.io").headStart()).isPositive();
    assertThat(new Channels("v4.channel.k8s.io").headStart()).isZero();
  }
}
