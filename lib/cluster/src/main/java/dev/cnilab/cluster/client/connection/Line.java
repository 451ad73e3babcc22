package dev.cnilab.cluster.client.connection;

import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpState;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a process to an API server. Requests, answers and events go over it as bytes of
 * about their number, so that what stops packets stops them. On the loop only.
 */
final class Line {
  /** As client-go's transport: {@code ReadIdleTimeout}, {@code PingTimeout}. */
  private static final Duration IDLE = Duration.ofSeconds(30);

  private static final Duration PING = Duration.ofSeconds(15);

  /** As Go's dialer and TLS. */
  private static final Duration DIAL = Duration.ofSeconds(30);

  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  /** A way that was just good is not tried again for this long. */
  private static final Duration MOMENT = Duration.ofMillis(10);

  /** Events to one client go together for this long. */
  private static final Duration BATCH = Duration.ofMillis(500);

  private static final int WELCOME = 1160;
  private static final int PING_FRAME = 39;

  private final EventLoop loop;
  private final ProcessSockets sockets;
  private final ApiAddress address;
  private final Handover handover;
  private final Runnable onChange;
  private final TcpConnection near;
  private @Nullable ServerEnd server;
  private @Nullable Direction up;
  private @Nullable Direction down;
  private @Nullable String end;
  private @Nullable Timer timer;
  private boolean greeted;
  private long seen;
  private TcpState seenState = TcpState.SYN_SENT;
  private boolean standing;
  private long heard;
  private long upSeen;

  private Line(ProcessSockets sockets, ApiAddress address, Handover handover, Runnable onChange) {
    this.loop = sockets.process().loop();
    this.sockets = sockets;
    this.address = address;
    this.handover = handover;
    this.onChange = onChange;
    this.near = sockets.connect(address.host(), address.port());
  }

  /**
   * Begins a connection; where nothing is in the way it stands at once.
   *
   * @param onChange is told when it stands, when something arrives, and when it ends; must not send
   * @throws ErrnoException if there is no route, or the process has no descriptor left
   */
  static Line dial(
      ProcessSockets sockets, ApiAddress address, Handover handover, Runnable onChange) {
    Line[] made = new Line[1];
    sockets
        .process()
        .loop()
        .expedite(() -> made[0] = new Line(sockets, address, handover, onChange));
    made[0].begin();
    return made[0];
  }

  private void begin() {
    near.onChange(this::nearChanged);
    timer = loop.schedule(DIAL, () -> giveUp(dialWords("i/o timeout")));
    nearChanged();
    greet();
  }

  private void giveUp(String why) {
    if (!standing) {
      end(why);
    }
  }

  private void greet() {
    if (greeted || end != null || near.state() != TcpState.ESTABLISHED) {
      return;
    }
    greeted = true;
    schedule(HANDSHAKE.toNanos(), () -> giveUp("net/http: TLS handshake timeout"));
    loop.expedite(() -> near.write(handover.greeting(this), Duration.ZERO));
    welcome();
  }

  /** An API server has taken the other end. */
  void accepted(ServerEnd other) {
    server = other;
    other.connection().onChange(() -> farChanged(other));
    up = new Direction(loop, near, other.connection());
    down = new Direction(loop, other.connection(), near);
    loop.schedule(0, this::welcome);
  }

  private void welcome() {
    if (!standing && end == null && down != null && down.carry(WELCOME, Duration.ZERO)) {
      stand();
    }
  }

  private void stand() {
    if (standing) {
      return;
    }
    standing = true;
    heard = loop.nanoTime();
    schedule(IDLE.toNanos(), this::checkHealth);
    onChange.run();
  }

  /** It waits for one thing at a time. */
  private void schedule(long delay, Runnable event) {
    stopTimer();
    timer = loop.schedule(delay, event);
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** Whether requests can be sent. */
  boolean isStanding() {
    return standing && end == null;
  }

  /** Why it is over; null while it is not. */
  @Nullable String end() {
    return end;
  }

  /** The server at the other end. */
  ApiService service() {
    ServerEnd other = server;
    if (other == null) {
      throw new IllegalStateException("nobody has answered yet");
    }
    return other.service();
  }

  /** Sends a request; whether it has arrived. */
  boolean ask(int length) {
    return isStanding() && up != null && up.carry(length, MOMENT);
  }

  /** The server answers; whether that has arrived. */
  boolean answer(int length) {
    return isStanding() && down != null && noted(down.carry(length, MOMENT));
  }

  /** The server tells of a change; whether that has arrived. */
  boolean tell(int length) {
    return isStanding() && down != null && noted(down.carry(length, BATCH));
  }

  private boolean noted(boolean arrived) {
    if (arrived && down != null) {
      heard = Math.max(heard, down.arrived());
    }
    return arrived;
  }

  /** A segment that only repeats what has come already changes nothing. */
  private boolean isNews() {
    long now = near.received() * 2 + (near.isEnding() ? 1 : 0);
    boolean news = now != seen || near.state() != seenState;
    seen = now;
    seenState = near.state();
    return news;
  }

  private void nearChanged() {
    if (end != null || !isNews()) {
      return;
    }
    if (down != null && down.hasDelivered() && noted(true) && !standing) {
      stand();
    }
    if (near.isEnding() && near.receiveQueue() == 0) {
      end(words());
    } else if (near.state() == TcpState.ESTABLISHED && !greeted) {
      loop.schedule(0, this::greet);
    } else {
      onChange.run();
    }
  }

  private String words() {
    String error =
        near.failure().map(Errno::text).map(text -> text.toLowerCase(Locale.ROOT)).orElse("");
    if (!greeted) {
      return dialWords("connect: " + error);
    }
    return error.isEmpty()
        ? "EOF"
        : "read tcp %s->%s: read: %s"
            .formatted(
                near.local().address() + ":" + near.local().port(), address.hostPort(), error);
  }

  private String dialWords(String what) {
    return "dial tcp " + address.hostPort() + ": " + what;
  }

  private void farChanged(ServerEnd other) {
    long before = upSeen;
    upSeen = other.connection().received();
    if (up != null) {
      up.isThrough();
    }
    if (other.connection().isEnding()) {
      loop.schedule(0, other.hangUp());
    }
    if (upSeen != before) {
      onChange.run();
    }
  }

  private void checkHealth() {
    if (!isStanding()) {
      return;
    }
    long due = heard + IDLE.toNanos() - loop.nanoTime();
    if (due > 0) {
      schedule(due, this::checkHealth);
    } else {
      ping();
    }
  }

  private void ping() {
    long asked = loop.nanoTime();
    if (ask(PING_FRAME) && answer(PING_FRAME)) {
      heard = asked;
      schedule(IDLE.toNanos(), this::checkHealth);
      return;
    }
    schedule(
        PING.toNanos(),
        () -> {
          if (heard > asked || (ask(PING_FRAME) && answer(PING_FRAME))) {
            checkHealth();
          } else {
            end("http2: client connection lost");
          }
        });
  }

  /** Ends it. */
  void close() {
    end("use of closed network connection");
  }

  private void end(String why) {
    if (end != null) {
      return;
    }
    end = why;
    handover.forget(this);
    stopTimer();
    if (server != null) {
      handover.hangUpLater(loop, server);
    }
    loop.schedule(
        0,
        () -> {
          sockets.close(near);
          onChange.run();
        });
  }
}
