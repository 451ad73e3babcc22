package dev.cnilab.lab.diagnosis.evidence;

import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Output;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A time limit for a line on a node, in wall-clock time. A command may hang there while others get
 * through, and nothing else would end it.
 */
public record LineTimeLimit(Duration time) {

  /** For commands that only read, which take a second or two. */
  static final LineTimeLimit LOOK = new LineTimeLimit(Duration.ofSeconds(45));

  /** For network tests, each of which has a timeout of a few seconds. */
  public static final LineTimeLimit ASK = new LineTimeLimit(Duration.ofMinutes(2));

  public Output sh(Node node, String line) {
    return sh(node, line, printed -> "the line does not end");
  }

  /**
   * Runs a line of shell.
   *
   * @param why derives from the output so far what the line waits for
   * @throws LabException with that text if the time is up, or as the node does
   */
  public Output sh(Node node, String line, UnaryOperator<String> why) {
    return output(node.name(), watch -> node.sh(watch, line), why);
  }

  /** The same with a shell that passes on output while it runs. */
  Output output(String node, Function<Consumer<String>, Output> shell, UnaryOperator<String> why) {
    AtomicReference<String> printed = new AtomicReference<>("");
    FutureTask<Output> running = new FutureTask<>(() -> shell.apply(printed::set));
    Thread.ofPlatform().daemon().name("look").start(running);
    try {
      return running.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException silent) {
      throw failed(node, why.apply(printed.get()) + inTime(), Suggestions.LOOK_FOR_HANGING);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof LabException problem
          ? problem
          : failed(node, String.valueOf(failed.getCause()), Suggestions.RUN_AGAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(node, "it was interrupted", Suggestions.RUN_AGAIN);
    } finally {
      running.cancel(true);
    }
  }

  private String inTime() {
    return " within %d s".formatted(time.toSeconds());
  }

  private static LabException failed(String node, String found, String suggestion) {
    return LabException.of("could not look at node " + node, found, suggestion);
  }
}
