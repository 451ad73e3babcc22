package dev.cnilab.cluster.streaming;

import dev.cnilab.cluster.cri.ExecStreams;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.file.open.Terminal;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The terminal of a command whose caller asked for one. */
final class CallerTerminal implements AutoCloseable {
  private final ExecStreams streams;
  private final Terminal terminal;
  private final StdinRelay typing;
  private @Nullable Process process;

  CallerTerminal(EventLoop loop, ExecStreams streams) {
    this.streams = streams;
    this.terminal = new Terminal(loop, this::show, this::interrupt);
    this.typing = new StdinRelay(loop, streams.in(), terminal::type, terminal::hangUp);
  }

  /** The command's end of the terminal. */
  Terminal file() {
    return terminal;
  }

  /** Makes Ctrl-C reach the command and its children. */
  void attach(Process command) {
    process = command;
  }

  @Override
  public void close() {
    typing.close();
  }

  private void show(byte[] bytes) {
    try {
      streams.out().write(bytes);
    } catch (IOException callerIsGone) {
      throw new UncheckedIOException(callerIsGone);
    }
  }

  private void interrupt() {
    if (process != null) {
      process.family().kill(Signal.INT);
    }
  }
}
