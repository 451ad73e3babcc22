package dev.cnilab.userland.net.sockets;

import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.file.open.OpenFile;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Copies standard input to the network, and the network to standard output, at the same time. */
public final class Relay {
  private static final int BLOCK = 16384;
  private static final Duration LONG = Duration.ofDays(1);

  private final Process process;
  private final EventLoop loop;
  private final Duration silence;
  private final Optional<Duration> quit;
  private final WaitQueue inputEnds;
  private boolean inputEnded;
  private long lastActivity;
  private long quitAt = Long.MAX_VALUE;

  /**
   * Creates a relay.
   *
   * @param silence ends after this time without data
   * @param quit ends this time after the end of standard input
   */
  Relay(Process process, Duration silence, Optional<Duration> quit) {
    this.process = process;
    this.loop = process.loop();
    this.silence = silence;
    this.quit = quit;
    this.inputEnds = new WaitQueue(loop);
  }

  /** Copies between the standard streams and a connection until standard input or the peer ends. */
  public static void untilInputEnds(Process process, TcpConnection connection) throws IOException {
    new Relay(process, LONG, Optional.of(Duration.ZERO)).run(new TcpEnd(connection, false));
  }

  /** Runs until the peer and standard input have ended, or nothing arrived for too long. */
  void run(NetworkEnd network) throws IOException {
    OpenFile file = process.descriptors().get(0);
    Task input = loop.spawn("nc stdin", () -> pump(file, network));
    process.onExit(status -> input.interrupt());
    try {
      copyOut(network);
    } finally {
      input.interrupt();
    }
  }

  /** Like {@link #run}, but takes standard input for ended. */
  void runWithoutInput(NetworkEnd network) throws IOException {
    inputEnded = true;
    copyOut(network);
  }

  private void copyOut(NetworkEnd network) throws IOException {
    lastActivity = loop.nanoTime();
    while (true) {
      Optional<Bytes> data = read(network);
      if (data.isEmpty()) {
        if (loop.nanoTime() >= deadline()) {
          return;
        }
      } else if (data.get().length() == 0) {
        awaitInputsEnd();
        return;
      } else {
        lastActivity = loop.nanoTime();
        process.out().write(data.get().toArray());
      }
    }
  }

  private Optional<Bytes> read(NetworkEnd network) {
    try {
      return network.read(Duration.ofNanos(Math.max(0, deadline() - loop.nanoTime())));
    } catch (ErrnoException failed) {
      return Optional.of(Bytes.EMPTY);
    }
  }

  private long deadline() {
    return Math.min(quitAt, lastActivity + silence.toNanos());
  }

  private void awaitInputsEnd() {
    while (!inputEnded && loop.nanoTime() < deadline()) {
      inputEnds.await(Duration.ofNanos(Math.min(LONG.toNanos(), deadline() - loop.nanoTime())));
    }
  }

  private void pump(OpenFile file, NetworkEnd network) {
    byte[] block = new byte[BLOCK];
    try {
      for (int n = file.read(block, 0, BLOCK); n > 0; n = file.read(block, 0, BLOCK)) {
        lastActivity = loop.nanoTime();
        network.write(Bytes.of(Arrays.copyOf(block, n)));
      }
      network.finish();
    } catch (IOException | ErrnoException gone) {
      // This direction has ended; the other one continues.
    }
    inputEnded = true;
    quit.ifPresent(delay -> quitAt = loop.nanoTime() + delay.toNanos());
    inputEnds.wakeAll();
  }
}
