package dev.cnilab.conformance.linux;

import dev.cnilab.netsim.loop.EventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs a script from beginning to end in a simulation of its own. */
final class ScriptReplay {
  private static final long SEED = 1;

  /**
   * The time a shell takes to start a command; the remaining work of the previous one happens in
   * that time.
   */
  private static final Duration BETWEEN_COMMANDS = Duration.ofMillis(3);

  /** The real time after which a script is aborted, in seconds. */
  private static final long PATIENCE = 60;

  private final Laboratory laboratory;
  private final Map<String, ScriptedCommand> background = new HashMap<>();

  private ScriptReplay(Laboratory laboratory) {
    this.laboratory = laboratory;
  }

  /**
   * The output of each step, marked as in a script.
   *
   * @throws IllegalStateException if the simulation failed or did not end
   */
  static List<List<String>> run(Script script) {
    CompletableFuture<List<List<String>>> result = new CompletableFuture<>();
    try (EventLoop loop = EventLoop.onDemand(SEED)) {
      loop.onUncaught(result::completeExceptionally);
      loop.execute(() -> begin(loop, script, result));
      return result.get(PATIENCE, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      throw new IllegalStateException(script.name() + ": " + failed.getCause(), failed.getCause());
    } catch (TimeoutException late) {
      throw new IllegalStateException(
          script.name() + ": no end after " + PATIENCE + " s of real time", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(script.name() + ": interrupted", interrupted);
    }
  }

  private static void begin(
      EventLoop loop, Script script, CompletableFuture<List<List<String>>> result) {
    EventLoop.Waiting waiting = loop.waiting();
    loop.spawn(
        "script",
        () -> {
          try {
            result.complete(new ScriptReplay(Laboratory.build(loop, script)).steps(script));
          } catch (IOException failed) {
            throw new UncheckedIOException(failed);
          } finally {
            waiting.close();
          }
        });
  }

  private List<List<String>> steps(Script script) throws IOException {
    List<List<String>> printed = new ArrayList<>();
    for (ScriptCommand step : script.steps()) {
      printed.add(step(step));
    }
    return printed;
  }

  private List<String> step(ScriptCommand step) throws IOException {
    if (step.isWait()) {
      ScriptedCommand running = background.remove(step.namespace());
      if (running == null) {
        throw new IllegalArgumentException(
            step + ": nothing runs in the background there; start it with a line that ends in &");
      }
      return running.finish(ScriptedCommand.BACKGROUND_LIMIT);
    }
    laboratory.machine().loop().sleep(BETWEEN_COMMANDS);
    List<String> words = step.words();
    if (words.getFirst().equals("sleep")) {
      return sleep(words);
    }
    ScriptedCommand running = ScriptedCommand.start(laboratory.machine(), step.namespace(), words);
    if (step.isBackground()) {
      background.put(step.namespace(), running);
      running.awaitReady();
      return List.of();
    }
    List<String> printed = running.finish(ScriptedCommand.LIMIT);
    if (printed.isEmpty() && words.size() > 3 && words.subList(0, 3).equals(ADD_NAMESPACE)) {
      laboratory.namespaceAdded(words.get(3));
    }
    return printed;
  }

  private static final List<String> ADD_NAMESPACE = List.of("ip", "netns", "add");

  private List<String> sleep(List<String> words) {
    Duration time = Duration.ofMillis((long) (Double.parseDouble(words.get(1)) * 1000));
    laboratory.machine().loop().sleep(time);
    return ScriptedCommand.duration(time);
  }
}
