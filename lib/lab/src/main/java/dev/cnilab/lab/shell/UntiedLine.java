package dev.cnilab.lab.shell;

import dev.cnilab.lab.await.Look;
import dev.cnilab.lab.await.Waiter;
import dev.cnilab.lab.client.message.ExecResult;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.guard.NodeShell;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * A line of shell that restarts the node's kubelet or containerd, through which its own stream
 * passes. It runs detached on the node, and its output is fetched once both are back.
 */
final class UntiedLine {

  private static final Pattern RESTARTS =
      Pattern.compile("systemctl\\s[^;&|]*\\b(re)?start\\s[^;&|]*\\b(kubelet|containerd)\\b");

  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** The timeout of one query. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String line;
  private final String file = "/run/cni-lab." + UUID.randomUUID();

  UntiedLine(String line) {
    this.line = line;
  }

  /** Whether a line may cut off its own stream. */
  static boolean isNeededFor(String line) {
    return RESTARTS.matcher(line).find();
  }

  /** Runs it until it and its background processes have ended. */
  ExecResult run(NodeShell shell, Waiter waiter) {
    start(
        shell,
        "echo %s | base64 -d >%s.sh; sh -c 'sleep 1; sh %s.sh >%s.out 2>&1; echo $? >%s.status' </dev/null >/dev/null 2>&1 &"
            .formatted(script(), file, file, file, file));
    String printed =
        waiter.until(
            "the node's answer", LIMIT, () -> look(shell), () -> Suggestions.REPAIR_THE_SHELL);
    shell.run("rm -f " + file + ".*");
    int at = printed.indexOf('\n');
    return new ExecResult(
        printed.substring(at + 1), "", Integer.parseInt(printed.substring(0, at)));
  }

  /** Starts it with a delay of a second, so that this stream probably ends before it is cut off. */
  private static void start(NodeShell shell, String line) {
    try {
      shell.run(line);
    } catch (LabException itMayHaveStarted) {
      // Whether it has started will be seen from the query.
    }
  }

  private String script() {
    String all = line + "\nstatus=$?; wait; exit $status\n";
    return Base64.getEncoder().encodeToString(all.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Queries with a timeout, because a stream may stay silent while kubelet and containerd restart.
   */
  private Look<String> look(NodeShell shell) {
    FutureTask<ExecResult> asked =
        new FutureTask<>(() -> shell.run("cat %s.status && cat %s.out".formatted(file, file)));
    Thread.ofVirtual().name("untied line").start(asked);
    try {
      ExecResult end = asked.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return end.status() == 0 ? Look.found(end.out(), "ended") : Look.notYet("it still runs");
    } catch (ExecutionException | TimeoutException cutOff) {
      return Look.notYet("the node's kubelet or containerd does not answer yet");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Look.notYet("it was interrupted");
    } finally {
      asked.cancel(true);
    }
  }
}
