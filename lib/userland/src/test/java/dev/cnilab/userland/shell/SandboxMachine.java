package dev.cnilab.userland.shell;

import dev.cnilab.netsim.Network;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.distribution.Distribution;
import dev.cnilab.userland.file.open.Pipe;
import dev.cnilab.userland.file.open.Sink;
import dev.cnilab.userland.process.Machine;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A machine on which tests run commands. */
public final class SandboxMachine implements AutoCloseable {
  private final EventLoop loop = EventLoop.onDemand(1);
  private final Machine machine;

  /** The output of a command, and its status. */
  public record Result(String out, String err, int status) {}

  /** Creates a node. */
  public SandboxMachine() {
    this(Distribution.DEBIAN);
  }

  /** Creates a machine with the commands of a distribution. */
  public SandboxMachine(Distribution distribution) {
    machine =
        loop.call(
            () -> {
              Machine built = new Machine("worker-1", new Network(loop), Distribution.programs());
              distribution.unpack(built.files());
              built.files().createDirectories("/sandbox");
              return built;
            });
  }

  public Machine machine() {
    return machine;
  }

  public EventLoop loop() {
    return loop;
  }

  /** Runs a script with {@code sh -c}, in /sandbox. */
  public Result sh(String script) {
    return run(List.of("sh", "-c", script), "");
  }

  /** Runs a command in /sandbox until it exits, for at most one virtual hour. */
  public Result run(List<String> command, String input) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CompletableFuture<Integer> ended = new CompletableFuture<>();
    loop.call(() -> start(command, input, out, err, ended));
    loop.advance(Duration.ofHours(1));
    int status = loop.call(() -> ended.getNow(-1));
    return new Result(
        out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), status);
  }

  private Process start(
      List<String> command,
      String input,
      ByteArrayOutputStream out,
      ByteArrayOutputStream err,
      CompletableFuture<Integer> ended)
      throws IOException {
    Pipe stdin = new Pipe(loop);
    stdin.feed(input.getBytes(StandardCharsets.UTF_8));
    stdin.writer().close();
    Process process =
        machine.start(
            ProcessSpec.of(command)
                .environment(
                    Map.of("PATH", "/usr/bin:/bin", "HOME", "/root", "LC_ALL", "C", "TZ", "UTC"))
                .workingDirectory("/sandbox")
                .descriptor(0, stdin.reader())
                .descriptor(1, new Sink(out::writeBytes, () -> {}))
                .descriptor(2, new Sink(err::writeBytes, () -> {})));
    process.onExit(ended::complete);
    return process;
  }

  @Override
  public void close() {
    loop.close();
  }
}
