package dev.cnilab.cluster.containerd.container;

import dev.cnilab.cluster.cri.ExecStreams;
import dev.cnilab.cluster.cri.message.ContainerConfig;
import dev.cnilab.cluster.streaming.StdinRelay;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.file.open.Pipe;
import dev.cnilab.userland.file.open.Sink;
import dev.cnilab.userland.file.open.Terminal;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The standard streams of a container's main process: its log, its input, and the clients attached
 * to them.
 */
final class MainStreams {
  private final EventLoop loop;
  private final ContainerConfig.Stdin stdin;
  private final Pipe input;
  private final OpenFile out;
  private final OpenFile err;
  private final Optional<ContainerLog> log;
  private final @Nullable Terminal terminal;
  private final Set<ExecStreams> attached = new LinkedHashSet<>();
  private @Nullable Process process;
  private boolean inputEnded;

  /**
   * Streams without attached clients.
   *
   * @param log receives all output; empty to discard it
   */
  MainStreams(EventLoop loop, ContainerConfig.Terminal config, Optional<ContainerLog> log) {
    this.loop = loop;
    this.stdin = config.stdin();
    this.input = new Pipe(loop);
    this.log = log;
    this.out = new Shown(logStream("stdout"), ExecStreams::out);
    this.err = new Shown(logStream("stderr"), ExecStreams::err);
    this.terminal =
        config.tty() == ContainerConfig.Tty.ALLOCATED
            ? new Terminal(loop, this::show, this::interrupt)
            : null;
  }

  private OpenFile logStream(String name) {
    return log.map(file -> file.stream(name)).orElseGet(Sink::discarding);
  }

  void reopenLog() throws IOException {
    if (log.isPresent()) {
      log.get().reopen();
    }
  }

  void ended() {
    log.ifPresent(ContainerLog::close);
  }

  /** Standard input, output and error, with one reference to each for the caller. */
  List<OpenFile> files() {
    if (terminal != null) {
      return List.of(terminal, terminal.share(), terminal.share());
    }
    OpenFile in = stdin == ContainerConfig.Stdin.CLOSED ? Sink.discarding() : input.reader();
    return List.of(in, out, err);
  }

  void started(Process main) {
    process = main;
  }

  /** Attaches a caller until the process has exited. Blocks. */
  void attach(Process main, ExecStreams streams) {
    attached.add(streams);
    StdinRelay typing = typing(streams);
    try {
      main.await();
    } finally {
      attached.remove(streams);
      typing.close();
      endInput();
    }
  }

  private StdinRelay typing(ExecStreams streams) {
    StdinRelay.Keys keys =
        stdin == ContainerConfig.Stdin.CLOSED || inputEnded
            ? (bytes, count) -> {}
            : terminal != null
                ? terminal::type
                : (bytes, count) -> input.writer().write(bytes, 0, count);
    return new StdinRelay(loop, streams.in(), keys, this::endInput);
  }

  /**
   * Ends the input when a caller has ended its own; with {@code stdinOnce} no other caller can
   * follow.
   */
  private void endInput() {
    if (stdin != ContainerConfig.Stdin.ONCE || inputEnded) {
      return;
    }
    inputEnded = true;
    if (terminal != null) {
      terminal.hangUp();
    } else {
      input.writer().close();
    }
  }

  private void show(byte[] bytes) {
    try {
      out.write(bytes, 0, bytes.length);
    } catch (IOException callerIsGone) {
      throw new UncheckedIOException(callerIsGone);
    }
  }

  private void interrupt() {
    if (process != null) {
      process.family().kill(Signal.INT);
    }
  }

  /** A stream that goes to the log and to all attached clients. */
  private final class Shown extends OpenFile {
    private final OpenFile log;
    private final Function<ExecStreams, OutputStream> stream;

    Shown(OpenFile log, Function<ExecStreams, OutputStream> stream) {
      this.log = log;
      this.stream = stream;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      log.write(bytes, offset, length);
      for (ExecStreams each : List.copyOf(attached)) {
        stream.apply(each).write(bytes, offset, length);
      }
    }

    @Override
    protected void release() {
      log.close();
    }
  }
}
