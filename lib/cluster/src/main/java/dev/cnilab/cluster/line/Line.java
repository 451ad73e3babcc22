package dev.cnilab.cluster.line;

import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpState;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One connection from a process to a server. Requests, answers and events are sent over it as bytes
 * of about the same number, so whatever stops packets stops them. On the loop only.
 *
 * @param <S> the service of the server
 */
public final class Line<S> {
  /** As in Go's dialer and TLS. */
  private static final Duration DIAL = Duration.ofSeconds(30);

  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  /** A path that just worked is not probed again for this long. */
  private static final Duration MOMENT = Duration.ofMillis(10);

  /** Events to one client within this time are combined. */
  private static final Duration BATCH = Duration.ofMillis(500);

  private static final int WELCOME = 1160;

  private final EventLoop loop;
  private final ProcessSockets sockets;
  private final Endpoint address;
  private final Handover<S> handover;
  private final Runnable onChange;
  private final TcpConnection near;
  private final KeepAlive keepAlive;
  private final ConnectionNews news;
  private Runnable onHangUp = () -> {};
  private @Nullable ServerEnd<S> server;
  private @Nullable LineDirection up;
  private @Nullable LineDirection down;
  private @Nullable String end;
  private @Nullable Timer timer;
  private boolean greeted;
  private boolean standing;
  private long upSeen;

  private Line(
      ProcessSockets sockets,
      Endpoint address,
      Handover<S> handover,
      Probing probing,
      Runnable onChange) {
    this.loop = sockets.process().loop();
    this.sockets = sockets;
    this.address = address;
    this.handover = handover;
    this.onChange = onChange;
    this.near = sockets.connect(address.address(), address.port());
    this.news = new ConnectionNews(near);
    this.keepAlive = new KeepAlive(this, near, loop, probing, this::end);
  }

  /**
   * Opens a connection; it is established at once if nothing is in the way.
   *
   * @param onChange called when it is established, when something arrives, and when it ends; must
   *     not send
   * @throws ErrnoException if there is no route, or the process has no descriptor left
   */
  public static <S> Line<S> dial(
      ProcessSockets sockets,
      Endpoint address,
      Handover<S> handover,
      Probing probing,
      Runnable onChange) {
    AtomicReference<Line<S>> made = new AtomicReference<>();
    sockets
        .process()
        .loop()
        .expedite(() -> made.set(new Line<>(sockets, address, handover, probing, onChange)));
    Line<S> line = Objects.requireNonNull(made.get(), "expedite runs at once");
    line.begin();
    return line;
  }

  private void begin() {
    near.onChange(this::nearChanged);
    timer = loop.schedule(DIAL, () -> giveUp(GoNet.dialTimeout(address)));
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
    stopTimer();
    timer = loop.schedule(HANDSHAKE, () -> giveUp("net/http: TLS handshake timeout"));
    loop.expedite(() -> near.write(handover.greeting(this), Duration.ZERO));
    welcome();
  }

  /** A server has accepted the other end. */
  void accepted(ServerEnd<S> other) {
    server = other;
    other.connection().onChange(() -> farChanged(other));
    up = new LineDirection(loop, near, other.connection());
    down = new LineDirection(loop, other.connection(), near);
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
    stopTimer();
    keepAlive.start();
    onChange.run();
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** What the client sends in full, once the connection is established. */
  public LineDirection up() {
    return standing(up);
  }

  /** What the server sends in full, once the connection is established. */
  public LineDirection down() {
    return standing(down);
  }

  private static LineDirection standing(@Nullable LineDirection direction) {
    if (direction == null) {
      throw new IllegalStateException("nobody has answered yet");
    }
    return direction;
  }

  /** Sets what is ended at the server with the connection; the server may notice late or never. */
  public void onHangUp(Runnable listener) {
    onHangUp = listener;
  }

  private void hangUp() {
    if (server != null && up != null) {
      handover.hungUp(server);
      server.hangUp().run();
      up.abandon();
    }
    onHangUp.run();
    onHangUp = () -> {};
  }

  /** Whether requests can be sent. */
  public boolean isStanding() {
    return standing && end == null;
  }

  /** Why it has ended; null while it has not. */
  public @Nullable String end() {
    return end;
  }

  /** The server at the other end. */
  public S service() {
    return server().service();
  }

  /** The server's end. */
  public ServerEnd<S> server() {
    ServerEnd<S> other = server;
    if (other == null) {
      throw new IllegalStateException("nobody has answered yet");
    }
    return other;
  }

  /** Sends a request; true if it arrived. */
  public boolean ask(int length) {
    return isStanding() && up != null && up.carry(length, MOMENT);
  }

  /** Sends the server's answer; true if it arrived. */
  public boolean answer(int length) {
    return isStanding() && down != null && noted(down.carry(length, MOMENT));
  }

  /** Sends a watch event; true if it arrived. */
  public boolean tell(int length) {
    return isStanding() && down != null && noted(down.carry(length, BATCH));
  }

  private boolean noted(boolean arrived) {
    if (arrived && down != null) {
      keepAlive.heard(down.arrived());
    }
    return arrived;
  }

  private void nearChanged() {
    if (end == null && up != null) {
      loop.schedule(0, up::push);
    }
    if (end != null || !news.hasCome()) {
      return;
    }
    if (down != null) {
      down.deliver();
    }
    if (down != null && down.hasDelivered() && noted(true) && !standing) {
      stand();
    }
    if (near.isEnding() && near.receiveQueue() == 0) {
      end(why());
    } else if (near.state() == TcpState.ESTABLISHED && !greeted) {
      loop.schedule(0, this::greet);
    } else {
      onChange.run();
    }
  }

  private String why() {
    String error = near.failure().map(GoText::errno).orElse("");
    if (!greeted) {
      return GoNet.dial(address, "connect: " + error);
    }
    return error.isEmpty() ? "EOF" : GoNet.read(near.local(), address, "read: " + error);
  }

  private void farChanged(ServerEnd<S> other) {
    long before = upSeen;
    upSeen = other.connection().received();
    if (up != null && down != null) {
      up.deliver();
      loop.schedule(0, down::push);
    }
    if (other.connection().isEnding()) {
      loop.schedule(0, this::hangUp);
    }
    if (upSeen != before) {
      onChange.run();
    }
  }

  /** Closes it. */
  public void close() {
    end("use of closed network connection");
  }

  private void end(String why) {
    if (end != null) {
      return;
    }
    end = why;
    handover.forget(this);
    if (down != null) {
      down.abandon();
    }
    stopTimer();
    keepAlive.stop();
    if (server != null) {
      handover.hangUpLater(loop, server, this::hangUp);
    }
    loop.schedule(
        0,
        () -> {
          sockets.close(near);
          onChange.run();
        });
  }
}
