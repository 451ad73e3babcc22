package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.Mib;
import dev.cnilab.netsim.kernel.Mib.Counter;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.netsim.loop.TimerWheel;
import dev.cnilab.netsim.sysctl.Setting;
import dev.cnilab.netsim.sysctl.Sysctl;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The single timer of a connection and what happens when it expires, as in Linux's tcp_timer.c. */
final class Retransmission {
  /** TCP_TIMEWAIT_LEN. */
  private static final Duration TIME_WAIT = Duration.ofMinutes(1);

  /** More would be longer than anybody waits: nine hours. */
  private static final int MOST_DOUBLINGS = 14;

  private final EventLoop loop;
  private final Sysctl sysctl;
  private final Mib mib;
  private final ControlBlock block;
  private final Transmission transmission;
  private final Consumer<@Nullable Errno> end;
  private @Nullable Timer timer;
  private long opened = Long.MAX_VALUE; // when the first SYN was sent, in nanoseconds
  private boolean probed; // the last segment was resent to find out whether it was lost

  /**
   * Creates a timer that is not set.
   *
   * @param end ends the connection: with ETIMEDOUT, or with null for a normal end
   */
  Retransmission(
      Tcp tcp, ControlBlock block, Transmission transmission, Consumer<@Nullable Errno> end) {
    this.loop = tcp.loop();
    this.sysctl = tcp.sysctl();
    this.mib = tcp.mib();
    this.block = block;
    this.transmission = transmission;
    this.end = end;
  }

  /** The time until it expires; empty if it is not set. */
  Optional<Duration> left() {
    return Optional.ofNullable(timer).map(set -> Duration.ofNanos(set.due() - loop.nanoTime()));
  }

  /** Sends what may be sent now, and sets the timer for retransmission. */
  void send() {
    transmission.sendPending();
    if (timer == null && !block.isOpening() && !block.is(TcpState.CLOSED) && isWaiting()) {
      restart();
    }
  }

  /** Whether an acknowledgment is outstanding, or a zero window has to open. */
  private boolean isWaiting() {
    SendSpace sending = block.sending();
    return sending.inFlight() != 0 || (sending.length() > 0 && sending.window() == 0);
  }

  /** Sends the oldest segment now, and sets the timer for retransmission. */
  void sendOldest() {
    transmission.sendOldest();
    restart();
  }

  /** Called for a new acknowledgment: restarts the timer while something is in flight. */
  void progress() {
    probed = false;
    if (block.sending().inFlight() == 0) {
      stop();
    } else {
      restart();
    }
  }

  void stop() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** Ends the connection in a minute, Linux's 2 MSL. */
  void waitOut() {
    endAfter(TIME_WAIT);
  }

  private void endAfter(Duration time) {
    stop();
    timer = loop.schedule(time, () -> end.accept(null));
  }

  /**
   * Ends the connection after tcp_fin_timeout if it is closed here and only the peer's FIN is
   * missing.
   */
  void lingerIfHalfClosed() {
    if (block.isClosed() && block.is(TcpState.FIN_WAIT_2)) {
      endAfter(Duration.ofSeconds(sysctl.get(Setting.TCP_FIN_TIMEOUT)));
    }
  }

  private void restart() {
    stop();
    if (block.is(TcpState.SYN_SENT)) {
      opened = Math.min(opened, loop.nanoTime());
    }
    RetransmissionTimeout timeout = block.timeout();
    timer =
        mayProbe()
            ? schedule(timeout.nanosToProbe(transmission.segmentsOut()), this::probe)
            : schedule(timeout.nanos(), this::ranOut);
  }

  private Timer schedule(long delay, Runnable event) {
    return loop.schedule(TimerWheel.nanos(delay), event);
  }

  /** Whether the next timeout is that of a loss probe (tcp_schedule_loss_probe). */
  private boolean mayProbe() {
    SendSpace sending = block.sending();
    return !block.isOpening()
        && !probed
        && block.timeout().attempts() == 0
        && sending.window() > 0
        && sending.isUpToDate();
  }

  private void probe() {
    timer = null;
    probed = true;
    mib.count(Counter.TCP_LOSS_PROBES);
    transmission.sendNewest();
    restart();
  }

  private void ranOut() {
    timer = null;
    RetransmissionTimeout timeout = block.timeout();
    mib.count(Counter.TCP_TIMEOUTS);
    if (timeout.attempts() >= retries() || hasOpenedLongEnough()) {
      mib.count(Counter.TCP_ABORT_ON_TIMEOUT);
      end.accept(Errno.ETIMEDOUT);
      return;
    }
    if (block.is(TcpState.SYN_SENT)) {
      timeout.ranOutOpening();
    } else {
      timeout.ranOut();
    }
    block.congestion().lost();
    sendOldest();
  }

  /**
   * Whether the first SYN was sent as long ago as the configured number of retries would take with
   * doubling intervals (retransmits_timed_out).
   */
  private boolean hasOpenedLongEnough() {
    long doubling = (2L << Math.min(sysctl.get(Setting.TCP_SYN_RETRIES), MOST_DOUBLINGS)) - 1;
    return block.is(TcpState.SYN_SENT)
        && loop.nanoTime() - opened >= Duration.ofSeconds(doubling).toNanos();
  }

  private int retries() {
    return switch (block.state()) {
      case SYN_SENT -> sysctl.get(Setting.TCP_SYN_RETRIES) + RetransmissionTimeout.LINEAR;
      case SYN_RECV -> sysctl.get(Setting.TCP_SYNACK_RETRIES);
      default -> sysctl.get(Setting.TCP_RETRIES2);
    };
  }
}
