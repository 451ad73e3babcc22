package dev.cnilab.netsim.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A loop whose clock jumps, in a Java virtual machine that has one processor. */
class OneProcessorTest {
  @Test
  void outside_threads_run_while_the_clock_jumps_on_one_processor() throws Exception {
    Process other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-cp",
                System.getProperty("java.class.path"),
                OneProcessorTest.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(other.waitFor()).as(printed).isZero();
  }

  /** Starts virtual threads as servers do for requests, from several threads of the system. */
  public static void main(String[] none) throws Exception {
    EventLoop loop = EventLoop.onDemand(1);
    loop.waiting();
    loop.execute(() -> loop.spawn("a program that never ends", () -> sleepOn(loop)));
    CountDownLatch ran = new CountDownLatch(8);
    for (int i = 0; i < 8; i++) {
      Thread.ofPlatform().start(() -> Thread.ofVirtual().start(ran::countDown));
    }
    boolean all = ran.await(30, TimeUnit.SECONDS);
    System.out.println(ran.getCount() + " have not run");
    System.exit(all ? 0 : 1);
  }

  private static void sleepOn(EventLoop loop) {
    while (true) {
      loop.sleep(Duration.ofSeconds(1));
    }
  }
}
