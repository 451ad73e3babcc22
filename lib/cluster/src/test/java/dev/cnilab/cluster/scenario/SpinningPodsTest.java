package dev.cnilab.cluster.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.bootstrap.Cni;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Pods that compute without end keep no other pod from starting. */
class SpinningPodsTest {
  private static final int MANY = 50;
  private static final Duration MOST_DELAY = Duration.ofSeconds(2);
  private static final Duration WHILE = Duration.ofSeconds(1);

  /** Fifty would compute fifty times as much if each had turns of its own. */
  private static final int MOST_TIMES_AS_MUCH = 2;

  @AutoClose
  private final TestCluster cluster = new TestCluster(ClusterSpec.onDemand().withCni(Cni.BRIDGE));

  @Test
  void fifty_busy_pods_delay_the_start_of_another_by_at_most_two_seconds() {
    Duration alone = timeToReady("alone");
    spin(0, 1);
    long workOfOne = work();
    spin(1, MANY);
    long workOfMany = work();
    assertThat(timeToReady("among-them")).isLessThan(alone.plus(MOST_DELAY));
    assertThat(workOfOne).isPositive();
    assertThat(workOfMany).isLessThan(MOST_TIMES_AS_MUCH * workOfOne);
  }

  private Duration timeToReady(String pod) {
    cluster.podOn("worker-1", pod);
    return cluster.awaitReady(pod);
  }

  private void spin(int from, int to) {
    for (int i = from; i < to; i++) {
      cluster.apply(
          """
          apiVersion: v1
          kind: Pod
          metadata: {name: spin-%d}
          spec:
            nodeName: worker-1
            containers:
            - {name: spin, image: busybox, command: [sh, -c, 'while :; do :; done']}
          """
              .formatted(i));
    }
    for (int i = from; i < to; i++) {
      cluster.awaitReady("spin-" + i);
    }
  }

  /** What all programs of the node do in their turns while some time passes, in microseconds. */
  private long work() {
    long before = used();
    cluster.pass(WHILE);
    return used() - before;
  }

  private long used() {
    String usage =
        cluster.onNode("worker-1", "awk '/^usage_usec/ {print $2}' /sys/fs/cgroup/cpu.stat");
    return Long.parseLong(usage.strip());
  }
}
