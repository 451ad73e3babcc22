package dev.cnilab.cluster.line;

import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.netsim.tcp.TcpConnection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks the server for a sign of life once nothing has been heard from it for a while. */
final class KeepAlive {
  private static final int PING_FRAME = 39;

  private final Line<?> line;
  private final TcpConnection connection;
  private final EventLoop loop;
  private final Probing probing;
  private final Consumer<String> onLost;
  private @Nullable Timer timer;
  private long heard;

  /**
   * Prepares it for a connection.
   *
   * @param onLost called with an error if there is no sign of life
   */
  KeepAlive(
      Line<?> line,
      TcpConnection connection,
      EventLoop loop,
      Probing probing,
      Consumer<String> onLost) {
    this.line = line;
    this.connection = connection;
    this.loop = loop;
    this.probing = probing;
    this.onLost = onLost;
  }

  /** Begins to watch the connection, which has just been established. */
  void start() {
    heard = loop.nanoTime();
    checkLater(probing.idle().toNanos());
  }

  /** Cancels what is due next. */
  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** Notes that something arrived then, in the loop's nanoseconds. */
  void heard(long then) {
    heard = Math.max(heard, then);
  }

  private void checkLater(long delay) {
    schedule(delay, this::check);
  }

  private void schedule(long delay, Runnable event) {
    stop();
    timer = loop.schedule(delay, event);
  }

  private void check() {
    if (!line.isStanding()) {
      return;
    }
    long due = heard + probing.idle().toNanos() - loop.nanoTime();
    if (due > 0) {
      checkLater(due);
    } else {
      ping();
    }
  }

  private void ping() {
    if (probing.end() == Probing.End.KERNEL && connection.sendQueue() > 0) {
      checkLater(probing.idle().toNanos()); // data in flight will find out
      return;
    }
    long asked = loop.nanoTime();
    if (isAnswered()) {
      heard = asked;
      checkLater(probing.idle().toNanos());
    } else {
      schedule(probing.patience().toNanos(), () -> decide(asked));
    }
  }

  private void decide(long asked) {
    if (heard > asked || isAnswered()) {
      check();
    } else {
      onLost.accept(lost());
    }
  }

  private String lost() {
    return switch (probing.end()) {
      case HTTP2 -> "http2: client connection lost";
      case KERNEL ->
          GoNet.read(connection.local(), connection.peer(), "read: connection timed out");
    };
  }

  private boolean isAnswered() {
    return line.ask(PING_FRAME) && line.answer(PING_FRAME);
  }
}
