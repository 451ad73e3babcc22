package dev.cnilab.conformance.linux;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.open.Sink;
import dev.cnilab.userland.process.Machine;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.Signal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A command of a script, from its start to its output. */
final class ScriptedCommand {
  /** How long a command may run in the foreground. */
  static final Duration LIMIT = Duration.ofSeconds(30);

  /** How long a command in the background is waited for. */
  static final Duration BACKGROUND_LIMIT = Duration.ofSeconds(20);

  /** How long an interrupted command may take to end by itself. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** How long a command in the background gets to start up. */
  private static final Duration SETTLE = Duration.ofMillis(50);

  private static final int MENTIONED_FROM_MILLIS = 1500;
  private static final int NOT_FOUND = 127;

  private final EventLoop loop;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final long began;
  private @Nullable Process process;

  private ScriptedCommand(EventLoop loop) {
    this.loop = loop;
    this.began = loop.nanoTime();
  }

  static ScriptedCommand start(Machine machine, String namespace, List<String> words) {
    ScriptedCommand running = new ScriptedCommand(machine.loop());
    try {
      ProcessSpec spec =
          ProcessSpec.of(Laboratory.inNamespace(namespace, words))
              .environment(
                  Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C", "HOME", "/root"))
              .descriptor(1, new Sink(running.out::writeBytes, () -> {}))
              .descriptor(2, new Sink(running.err::writeBytes, () -> {}));
      running.process = machine.start(spec);
    } catch (FileException notFound) {
      running.err.writeBytes(
          ("/bin/sh: 1: " + words.getFirst() + ": not found\n").getBytes(StandardCharsets.UTF_8));
    }
    return running;
  }

  void awaitReady() {
    loop.sleep(SETTLE);
  }

  /**
   * Waits for the end; returns the output, the status and the duration.
   *
   * @param limit after which it is interrupted
   */
  List<String> finish(Duration limit) {
    int status = process == null ? NOT_FOUND : await(process, limit);
    List<String> lines = new ArrayList<>();
    mark('>', out, lines);
    mark('!', err, lines);
    if (status != 0) {
      lines.add("= " + status);
    }
    lines.addAll(duration(Duration.ofNanos(loop.nanoTime() - began)));
    return lines;
  }

  /** The status; for a command ended by a signal the negative signal number, as in Python. */
  private int await(Process running, Duration limit) {
    var interrupt = loop.schedule(limit, () -> running.kill(Signal.INT));
    var kill = loop.schedule(limit.plus(GRACE), () -> running.kill(Signal.KILL));
    try {
      int status = running.await();
      return running.endedBy().map(signal -> -signal.number()).orElse(status);
    } finally {
      interrupt.cancel();
      kill.cancel();
    }
  }

  private static void mark(char mark, ByteArrayOutputStream printed, List<String> lines) {
    printed
        .toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> (mark + " " + line).stripTrailing())
        .forEach(lines::add);
  }

  /** The line with a duration, if it is long enough to mention. */
  static List<String> duration(Duration time) {
    return time.toMillis() < MENTIONED_FROM_MILLIS
        ? List.of()
        : List.of("~ " + Math.round(time.toMillis() / 1000.0));
  }
}
