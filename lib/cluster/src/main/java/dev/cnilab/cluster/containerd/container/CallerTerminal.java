package dev.cnilab.cluster.containerd.container;

import dev.cnilab.cluster.cri.ExecStreams;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import dev.cnilab.userland.stream.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The terminal of a command whose caller asked for one. */
final class CallerTerminal implements AutoCloseable {
  private static final int KEYS = 1024;

  private final ExecStreams streams;
  private final Terminal terminal;
  private final Task typing;
  private @Nullable Process process;

  CallerTerminal(EventLoop loop, ExecStreams streams) {
    this.streams = streams;
    this.terminal = new Terminal(loop, this::show, this::interrupt);
    this.typing = loop.spawn("terminal", this::passOn);
  }

  /** What the command reads from and writes to. */
  Terminal file() {
    return terminal;
  }

  /** Lets Ctrl-C reach the command and what it has started. */
  void attach(Process command) {
    process = command;
  }

  @Override
  public void close() {
    if (!typing.isFinished()) {
      typing.interrupt();
    }
  }

  private void passOn() {
    byte[] keys = new byte[KEYS];
    InputStream in = streams.in();
    try {
      for (int count = in.read(keys); count >= 0; count = in.read(keys)) {
        terminal.type(keys, count);
      }
      terminal.hangUp();
    } catch (IOException callerIsGone) {
      terminal.hangUp();
    }
  }

  private void show(byte[] bytes) {
    try {
      streams.out().write(bytes);
      streams.out().flush();
    } catch (IOException callerIsGone) {
      throw new UncheckedIOException(callerIsGone);
    }
  }

  private void interrupt() {
    if (process != null) {
      process.killFamily(Signal.INT);
    }
  }
}
