package dev.cnilab.lab.diagnosis.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.lab.client.message.ExecResult;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.shell.Output;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LineTimeLimitTest {

  private final CountDownLatch interrupted = new CountDownLatch(1);

  private Output hang(Consumer<String> watch) {
    watch.accept("## modes\ntotal 4\n## tunnels\n");
    try {
      Thread.sleep(Duration.ofHours(1));
    } catch (InterruptedException e) {
      interrupted.countDown();
    }
    throw new IllegalStateException("nobody waits any more");
  }

  @Test
  void a_line_that_hangs_is_given_up_with_the_command_that_does_not_end() throws Exception {
    LineTimeLimit limit = new LineTimeLimit(Duration.ofSeconds(1));

    assertThatThrownBy(() -> limit.output("worker-1", this::hang, Gathering::hanging))
        .isInstanceOf(LabException.class)
        .hasMessageStartingWith(
            "could not look at node worker-1: 'ip -d -o link show type vxlan 2>/dev/null' does not"
                + " end within 1 s");
    interrupted.await();
  }

  @Test
  void a_command_without_output_has_not_come_through() {
    assertThat(Gathering.hanging("")).isEqualTo("nothing comes back");
  }

  @Test
  void what_ends_in_time_or_fails_does_so_here() {
    LineTimeLimit limit = new LineTimeLimit(Duration.ofSeconds(10));
    Output output = new Output("$ true", "true", new ExecResult("out", "", 0));

    assertThat(limit.output("worker-1", watch -> output, said -> "")).isEqualTo(output);
    assertThatThrownBy(
            () ->
                limit.output(
                    "worker-1",
                    watch -> {
                      throw LabException.of("could not open a shell", "no answer", "Wait.");
                    },
                    said -> ""))
        .hasMessageStartingWith("could not open a shell: no answer");
  }
}
