package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.loop.Timer;
import dev.cnilab.netsim.loop.TimerWheel;
import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.Fragment;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.packet.TcpSegment.Flag;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connection, or one that is being opened or closed. */
public final class TcpConnection implements AutoCloseable {
  private static final int HEADERS = Ipv4Packet.HEADER + TcpSegment.HEADER;
  private static final int DEFAULT_MSS = 536;
  private static final int SYN_WINDOW = 64_240;
  private static final int SEND_BUFFER = 262_144;
  private static final int SYN_RETRIES = 6 + RetransmissionTimeout.LINEAR;
  private static final int SYN_ACK_RETRIES = 5;
  private static final int DATA_RETRIES = 15;
  private static final Duration LINGER = Duration.ofMinutes(1);

  private final Tcp tcp;
  private final Endpoint local;
  private final Endpoint peer;
  private final @Nullable TcpListener listener;
  private final WaitQueue changed;
  private final ByteQueue unacknowledged = new ByteQueue();
  private final Reassembly incoming = new Reassembly();
  private final RetransmissionTimeout timeout = new RetransmissionTimeout();
  private final Congestion congestion = new Congestion();

  private TcpState state = TcpState.CLOSED;
  private @Nullable Errno error;
  private @Nullable Timer retransmission;
  private int oldest; // the first sequence number that is not acknowledged
  private int next; // the next sequence number to send
  private int highest; // the first sequence number that was never sent
  private int peerWindow;
  private int peerScale;
  private int peerMss = DEFAULT_MSS;
  private int peerTimestamp;
  private boolean finished; // this end has nothing more to send
  private boolean closed; // nobody reads any more
  private boolean peerFinished;
  private long measuring = -1; // when the segment that ends at measured was sent
  private int measured;
  private long synSent; // when
  private Runnable onChange = () -> {};
  private boolean probed; // the last segment was sent once more, to find out whether it got lost

  TcpConnection(Tcp tcp, Endpoint local, Endpoint peer, @Nullable TcpListener listener) {
    this.tcp = tcp;
    this.local = local;
    this.peer = peer;
    this.listener = listener;
    this.changed = new WaitQueue(tcp.loop());
  }

  public Endpoint local() {
    return local;
  }

  public Endpoint peer() {
    return peer;
  }

  public TcpState state() {
    return state;
  }

  /** How many bytes the reader has yet to take. */
  public int receiveQueue() {
    return incoming.ready().length();
  }

  /** Why the connection has failed, unless somebody has been told; as SO_ERROR. */
  public Optional<Errno> failure() {
    return Optional.ofNullable(error);
  }

  /** Whether the other end will send nothing more, or the connection is over. */
  public boolean isEnding() {
    return peerFinished || state == TcpState.CLOSED;
  }

  /** How many bytes have ever arrived, in order. */
  public long received() {
    return incoming.received();
  }

  /**
   * Says who is told when the connection is there, when data arrives or is acknowledged, and when
   * the connection ends, until this end is closed: a program that does not wait in a task. One at a
   * time; it must not send.
   */
  public void onChange(Runnable listener) {
    onChange = listener;
  }

  /** How much the other end has yet to acknowledge: bytes, and a SYN or FIN as one. */
  public int sendQueue() {
    boolean synIsOut = state == TcpState.SYN_SENT || state == TcpState.SYN_RECV;
    boolean finIsOut =
        state == TcpState.FIN_WAIT_1 || state == TcpState.CLOSING || state == TcpState.LAST_ACK;
    return unacknowledged.length() + (synIsOut || finIsOut ? 1 : 0);
  }

  /** How long until the present timer runs out; empty if none is set. */
  public Optional<Duration> timer() {
    return Optional.ofNullable(retransmission)
        .map(timer -> Duration.ofNanos(timer.due() - tcp.loop().nanoTime()));
  }

  /** What it has learned of its way so far. */
  public TcpInfo info() {
    return new TcpInfo(
        Duration.ofNanos(timeout.nanos()),
        timeout.roundTrip(),
        timeout.variation(),
        mss(),
        congestion.segments(),
        congestion.threshold());
  }

  /** How often in a row the retransmission timer has run out. */
  public int retransmissions() {
    return timeout.attempts();
  }

  // ---- what a program does with it; in a task only where it waits

  /**
   * Waits until the connection is there.
   *
   * @return false if the time ran out
   * @throws ErrnoException ECONNREFUSED, EHOSTUNREACH, ETIMEDOUT and the like if it failed
   */
  public boolean awaitEstablished(Duration atMost) {
    long deadline = tcp.loop().nanoTime() + atMost.toNanos();
    while (state == TcpState.SYN_SENT) {
      if (!await(deadline)) {
        return false;
      }
    }
    throwError();
    return true;
  }

  /**
   * Waits for data.
   *
   * @param most how many bytes to take at most
   * @return no bytes at the end of the stream; empty if the time ran out
   * @throws ErrnoException ECONNRESET, ETIMEDOUT and the like if the connection failed
   */
  public Optional<Bytes> read(int most, Duration atMost) {
    long deadline = tcp.loop().nanoTime() + atMost.toNanos();
    while (incoming.ready().length() == 0) {
      throwError();
      if (peerFinished || state == TcpState.CLOSED) {
        return Optional.of(Bytes.EMPTY);
      }
      if (!await(deadline)) {
        return Optional.empty();
      }
    }
    boolean wasFull = incoming.window() < mss();
    Bytes data = incoming.ready().take(most);
    if (wasFull && incoming.window() >= mss()) {
      acknowledge(); // or the other end would go on probing a closed window
    }
    return Optional.of(data);
  }

  /**
   * Sends data; waits while too much is on its way.
   *
   * @return false if the time ran out
   * @throws ErrnoException EPIPE if nothing can be sent any more, ECONNRESET, ETIMEDOUT
   */
  public boolean write(Bytes data, Duration atMost) {
    long deadline = tcp.loop().nanoTime() + atMost.toNanos();
    while (state == TcpState.SYN_SENT || unacknowledged.length() >= SEND_BUFFER) {
      throwError();
      if (!await(deadline)) {
        return false;
      }
    }
    throwError();
    if (!state.maySend() || finished) {
      throw new ErrnoException(Errno.EPIPE);
    }
    unacknowledged.add(data);
    send();
    return true;
  }

  /** Says that this end will send nothing more; shutdown(2) with SHUT_WR. */
  public void finish() {
    if (!finished && state.maySend()) {
      finished = true;
      send();
    }
  }

  /** Ends this end: a reset if data was not read, else a FIN behind what is still to be sent. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    onChange = () -> {};
    if (incoming.ready().length() > 0 || state == TcpState.SYN_SENT) {
      abort();
    } else {
      finish();
      lingerIfHalfClosed();
    }
  }

  /** Ends both ends at once, with a reset. */
  public void abort() {
    if (state != TcpState.CLOSED && state != TcpState.SYN_SENT && state != TcpState.TIME_WAIT) {
      transmit(EnumSet.of(Flag.RST, Flag.ACK), highest, Bytes.EMPTY);
    }
    end(null);
  }

  private void notifyChange() {
    changed.wakeAll();
    onChange.run();
  }

  private boolean await(long deadline) {
    long left = deadline - tcp.loop().nanoTime();
    return left > 0 && changed.await(Duration.ofNanos(left));
  }

  private void throwError() {
    Errno pending = error;
    if (pending != null) {
      error = null;
      throw new ErrnoException(pending);
    }
  }

  // ---- opening

  void open() {
    state = TcpState.SYN_SENT;
    beginSequence();
    transmitSyn();
  }

  void answer(TcpSegment syn) {
    state = TcpState.SYN_RECV;
    beginSequence();
    takeSyn(syn);
    transmitSyn();
  }

  private void beginSequence() {
    oldest = tcp.loop().random().nextInt();
    next = oldest;
    highest = oldest;
  }

  private void takeSyn(TcpSegment syn) {
    TcpOptions options = TcpOptions.decode(syn.options());
    peerMss = options.mss() > 0 ? options.mss() : DEFAULT_MSS;
    peerScale = Math.max(0, options.windowScale());
    peerTimestamp = options.timestamp();
    peerWindow = syn.window();
    incoming.begin(syn.sequence() + 1);
  }

  private void transmitSyn() {
    transmitAgain();
    restartTimer();
  }

  private void advance(int sent) {
    next += sent;
    highest = next - highest > 0 ? next : highest;
  }

  /** Whether a SYN begins a new connection between the same ends (tcp_tw_reuse, RFC 6191). */
  boolean isReplacedBy(TcpSegment segment) {
    boolean reused = state == TcpState.TIME_WAIT && segment.has(Flag.SYN);
    if (reused) {
      end(null);
    }
    return reused;
  }

  // ---- receiving

  void receive(TcpSegment segment) {
    if (state == TcpState.SYN_SENT) {
      receiveAnswer(segment);
      return;
    }
    if (isOutsideOfWindow(segment)) {
      if (!segment.has(Flag.RST)) {
        acknowledge();
      }
      return;
    }
    if (segment.has(Flag.RST)) {
      end(state == TcpState.CLOSE_WAIT ? Errno.EPIPE : Errno.ECONNRESET);
      return;
    }
    if (segment.has(Flag.SYN)) {
      acknowledge();
      return;
    }
    takeAcknowledgement(segment);
    if (state != TcpState.CLOSED) {
      takeData(segment);
      send();
    }
  }

  private void receiveAnswer(TcpSegment segment) {
    boolean acknowledges = segment.has(Flag.ACK) && segment.acknowledgement() == highest;
    if (segment.has(Flag.ACK) && !acknowledges) {
      tcp.refuse(local, peer, segment);
    } else if (segment.has(Flag.RST)) {
      if (acknowledges) {
        end(Errno.ECONNREFUSED);
      }
    } else if (segment.has(Flag.SYN) && acknowledges) {
      takeSyn(segment);
      oldest = next;
      establish();
      acknowledge();
    }
  }

  private void establish() {
    state = TcpState.ESTABLISHED;
    error = null; // of a SYN that could not be sent; a later one was
    timeout.measure(tcp.loop().nanoTime() - synSent);
    timeout.progress();
    stopTimer();
    notifyChange();
    if (listener != null) {
      listener.offer(this);
    }
  }

  private boolean isOutsideOfWindow(TcpSegment segment) {
    int ahead = segment.sequence() - incoming.next();
    int occupied = segment.data().length() + (segment.has(Flag.FIN) ? 1 : 0);
    return ahead + occupied < 0 || ahead > Math.max(1, incoming.window());
  }

  private void takeAcknowledgement(TcpSegment segment) {
    if (!segment.has(Flag.ACK)) {
      return;
    }
    int acknowledged = segment.acknowledgement() - oldest;
    if (acknowledged > highest - oldest) {
      acknowledge(); // of something that was never sent
      return;
    }
    peerTimestamp = TcpOptions.decode(segment.options()).timestamp();
    peerWindow = segment.window() << peerScale;
    if (state == TcpState.SYN_RECV) {
      oldest++;
      acknowledged--;
      establish();
    }
    if (acknowledged > 0) {
      progress(acknowledged);
    } else if (isDuplicate(segment) && congestion.duplicate()) {
      transmitAgain();
    }
  }

  private boolean isDuplicate(TcpSegment segment) {
    return next != oldest && segment.data().length() == 0 && !segment.has(Flag.FIN);
  }

  private void progress(int acknowledged) {
    int data = Math.min(acknowledged, unacknowledged.length());
    unacknowledged.remove(data);
    oldest += acknowledged;
    next = oldest - next > 0 ? oldest : next;
    probed = false;
    timeout.progress();
    congestion.acknowledged();
    if (measuring >= 0 && oldest - measured >= 0) {
      timeout.measure(tcp.loop().nanoTime() - measuring);
      measuring = -1;
    }
    if (oldest == next) {
      stopTimer();
    } else {
      restartTimer();
    }
    if (acknowledged > data) {
      finIsAcknowledged(); // which may set the timer that ends the connection
    }
    notifyChange();
  }

  private void finIsAcknowledged() {
    switch (state) {
      case FIN_WAIT_1 -> {
        state = TcpState.FIN_WAIT_2;
        lingerIfHalfClosed();
      }
      case CLOSING -> waitOut();
      case LAST_ACK -> end(null);
      default -> {}
    }
  }

  private void takeData(TcpSegment segment) {
    int length = segment.data().length();
    if (length > 0 && closed) {
      // Nobody will ever read this: tcp_rcv_state_process answers with a reset.
      abort();
      return;
    }
    if (state.mayReceive()) {
      incoming.add(segment.sequence(), segment.data());
    }
    boolean ends =
        segment.has(Flag.FIN) && segment.sequence() + length == incoming.next() && !peerFinished;
    if (ends) {
      incoming.skip();
      takeFin();
    }
    if (length > 0 || segment.has(Flag.FIN)) {
      acknowledge();
      notifyChange();
    }
  }

  private void takeFin() {
    peerFinished = true;
    switch (state) {
      case ESTABLISHED -> state = TcpState.CLOSE_WAIT;
      case FIN_WAIT_1 -> state = TcpState.CLOSING;
      case FIN_WAIT_2 -> waitOut();
      default -> {}
    }
  }

  // ---- sending

  /** The most data a segment may carry, in bytes. */
  private int mss() {
    int path = tcp.output().mtuTo(peer.address()) - HEADERS;
    return Math.max(1, Math.min(peerMss, path) - TcpOptions.LENGTH);
  }

  /** Sends what may be sent now. */
  private void send() {
    if (state == TcpState.SYN_SENT || state == TcpState.SYN_RECV || state == TcpState.CLOSED) {
      return;
    }
    int mss = mss();
    int window = Math.min(peerWindow, congestion.segments() * mss);
    int sent = next - oldest;
    while (sent < unacknowledged.length() && sent < window) {
      Bytes data = unacknowledged.peek(sent, Math.min(mss, window - sent));
      boolean last = sent + data.length() == unacknowledged.length();
      Set<Flag> flags = last ? EnumSet.of(Flag.PSH, Flag.ACK) : EnumSet.of(Flag.ACK);
      transmit(flags, next, data);
      advance(data.length());
      sent += data.length();
      measure();
    }
    boolean room = Math.ceilDiv(sent, mss) < congestion.segments();
    if (finished && sent == unacknowledged.length() && room) {
      sendFin();
    }
    boolean probe = unacknowledged.length() > 0 && peerWindow == 0;
    if ((next != oldest || probe) && retransmission == null) {
      restartTimer();
    }
  }

  /** Sends the FIN, for the first time or once more. */
  private void sendFin() {
    switch (state) {
      case ESTABLISHED -> state = TcpState.FIN_WAIT_1;
      case CLOSE_WAIT -> state = TcpState.LAST_ACK;
      case FIN_WAIT_1, CLOSING, LAST_ACK -> {}
      default -> {
        return; // it has been acknowledged
      }
    }
    transmit(EnumSet.of(Flag.FIN, Flag.ACK), next, Bytes.EMPTY);
    advance(1);
  }

  private void measure() {
    if (measuring < 0) {
      measuring = tcp.loop().nanoTime();
      measured = next;
    }
  }

  private void acknowledge() {
    if (state != TcpState.CLOSED) {
      transmit(EnumSet.of(Flag.ACK), highest, Bytes.EMPTY);
    }
  }

  private void transmit(Set<Flag> flags, int sequence, Bytes data) {
    int now = (int) (tcp.loop().nanoTime() / 1_000_000) + 1;
    boolean syn = flags.contains(Flag.SYN);
    int window = syn ? SYN_WINDOW : Math.min(0xffff, incoming.window() >> TcpOptions.WINDOW_SCALE);
    int offered = tcp.output().mtuTo(peer.address()) - HEADERS;
    TcpSegment segment =
        new TcpSegment(
            local.port(),
            peer.port(),
            sequence,
            flags.contains(Flag.ACK) ? incoming.next() : 0,
            flags,
            window,
            syn ? TcpOptions.ofSyn(offered, now, peerTimestamp) : TcpOptions.of(now, peerTimestamp),
            data);
    Ipv4Packet packet = Ipv4Packet.of(local.address(), peer.address(), segment);
    try {
      tcp.output()
          .send(
              packet
                  .withFragment(Fragment.DONT)
                  .withIdentification(tcp.loop().random().nextInt(0x10000)));
    } catch (ErrnoException unsent) {
      if (state == TcpState.SYN_SENT) {
        error = unsent.errno();
      }
    }
  }

  // ---- time-outs

  private void restartTimer() {
    stopTimer();
    retransmission =
        mayProbe()
            ? schedule(timeout.nanosToProbe(segmentsOut()), this::probe)
            : schedule(timeout.nanos(), this::retransmit);
  }

  private Timer schedule(long delay, Runnable event) {
    return tcp.loop().schedule(TimerWheel.nanos(delay), event);
  }

  /** Whether the next time-out is that of a loss probe (tcp_schedule_loss_probe). */
  private boolean mayProbe() {
    boolean opening = state == TcpState.SYN_SENT || state == TcpState.SYN_RECV;
    return !opening && !probed && timeout.attempts() == 0 && peerWindow > 0 && next == highest;
  }

  private int segmentsOut() {
    return Math.ceilDiv(highest - oldest, mss());
  }

  /** Sends the last segment once more, so that it is acknowledged (RFC 8985, 7). */
  private void probe() {
    retransmission = null;
    probed = true;
    int data = Math.min(highest - oldest, unacknowledged.length());
    if (highest - oldest > data) {
      transmit(EnumSet.of(Flag.FIN, Flag.ACK), highest - 1, Bytes.EMPTY);
    } else if (data > 0) {
      int last = (data - 1) % mss() + 1;
      Bytes again = unacknowledged.peek(data - last, last);
      transmit(EnumSet.of(Flag.PSH, Flag.ACK), highest - last, again);
    }
    restartTimer();
  }

  private void stopTimer() {
    if (retransmission != null) {
      retransmission.cancel();
      retransmission = null;
    }
  }

  private void retransmit() {
    retransmission = null;
    if (timeout.attempts() >= retries()) {
      end(Errno.ETIMEDOUT);
      return;
    }
    if (state == TcpState.SYN_SENT) {
      timeout.ranOutOpening();
    } else {
      timeout.ranOut();
    }
    congestion.lost();
    measuring = -1;
    transmitAgain();
    restartTimer();
  }

  private int retries() {
    return switch (state) {
      case SYN_SENT -> SYN_RETRIES;
      case SYN_RECV -> SYN_ACK_RETRIES;
      default -> DATA_RETRIES;
    };
  }

  /** Sends the oldest segment once more: a SYN, data, or a FIN. */
  private void transmitAgain() {
    if (state == TcpState.SYN_SENT || state == TcpState.SYN_RECV) {
      Set<Flag> flags =
          state == TcpState.SYN_SENT ? EnumSet.of(Flag.SYN) : EnumSet.of(Flag.SYN, Flag.ACK);
      synSent = tcp.loop().nanoTime();
      transmit(flags, oldest, Bytes.EMPTY);
      next = oldest;
      advance(1);
    } else if (unacknowledged.length() > 0) {
      int most = peerWindow == 0 ? 1 : mss();
      Bytes data = unacknowledged.peek(0, most);
      transmit(EnumSet.of(Flag.PSH, Flag.ACK), oldest, data);
      // What was behind it may be lost too: it is sent again as acknowledgements come in.
      next = oldest;
      advance(data.length());
    } else {
      next = oldest;
      sendFin();
    }
  }

  /** Sends the oldest segment once more at once, if it is not acknowledged yet. */
  public void hurry() {
    if (oldest != next && state != TcpState.CLOSED) {
      transmitAgain();
      restartTimer();
    }
  }

  /** The path takes smaller packets only: sends the oldest segment again. */
  void sendSmaller() {
    if (next != oldest && state != TcpState.SYN_SENT) {
      transmitAgain();
      restartTimer();
    }
  }

  /** An ICMP error: it ends a connection that is being opened, others go on trying. */
  void fail(Errno errno) {
    if (state == TcpState.SYN_SENT) {
      end(errno);
    }
  }

  private void lingerIfHalfClosed() {
    if (closed && state == TcpState.FIN_WAIT_2) {
      stopTimer();
      retransmission = tcp.loop().schedule(LINGER, () -> end(null));
    }
  }

  private void waitOut() {
    state = TcpState.TIME_WAIT;
    stopTimer();
    retransmission = tcp.loop().schedule(LINGER, () -> end(null));
  }

  private void end(@Nullable Errno why) {
    stopTimer();
    state = TcpState.CLOSED;
    error = why;
    tcp.remove(this);
    notifyChange();
  }
}
