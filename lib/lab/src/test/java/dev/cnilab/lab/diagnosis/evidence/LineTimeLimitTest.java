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
  void a_hanging_line_times_out_and_names_its_unfinished_command() throws Exception {
    LineTimeLimit limit = new LineTimeLimit(Duration.ofSeconds(1));

    assertThatThrownBy(() -> limit.output("worker-1", this::hang, Gathering::hanging))
        .isInstanceOf(LabException.class)
        .hasMessageStartingWith(
            "could not look at node worker-1: 'ip -d -o link show type vxlan 2>/dev/null' does not"
                + " end within 1 s");
    interrupted.await();
  }

  @Test
  void a_line_without_any_output_is_reported_as_unanswered() {
    assertThat(Gathering.hanging("")).isEqualTo("nothing comes back");
  }

  @Test
  void a_line_that_ends_in_time_returns_its_output_or_failure() {
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
