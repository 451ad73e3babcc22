package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.caller.SocketOwner;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.Mib.Counter;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.packet.TcpSegment.Flag;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection, including one that is being opened or closed. */
public final class TcpConnection implements AutoCloseable {
  private static final int SEND_BUFFER = 262_144;

  private final Tcp tcp;
  private final ControlBlock block;
  private final Transmission transmission;
  private final Retransmission retransmission;
  private final Reception reception;
  private final @Nullable TcpListener listener;
  private final ConnectionListeners watchers;

  TcpConnection(
      Tcp tcp, Endpoint local, Endpoint peer, SocketOwner owner, @Nullable TcpListener listener) {
    this.tcp = tcp;
    this.block = new ControlBlock(local, peer, owner);
    this.transmission = new Transmission(tcp, block);
    this.retransmission = new Retransmission(tcp, block, transmission, this::end);
    this.reception = new Reception(tcp, block, transmission, retransmission, new Consequences());
    this.listener = listener;
    this.watchers = new ConnectionListeners(tcp.loop());
  }

  public Endpoint local() {
    return block.local();
  }

  public Endpoint peer() {
    return block.peer();
  }

  public TcpState state() {
    return block.state();
  }

  /** The number of bytes in the receive queue. */
  public int receiveQueue() {
    return block.incoming().ready().length();
  }

  /** Why the connection has failed, until it is reported; as SO_ERROR. */
  public Optional<Errno> failure() {
    return block.error();
  }

  /** Whether the peer has no more data to send, or the connection is over. */
  public boolean isEnding() {
    return block.isPeerFinished() || block.is(TcpState.CLOSED);
  }

  /** The total number of bytes received in order. */
  public long received() {
    return block.incoming().received();
  }

  /**
   * Sets a listener for programs that do not wait in a task: called when the connection is
   * established, when data arrives or is acknowledged, and when the connection ends, until this end
   * is closed. There is only one listener; it must not send.
   */
  public void onChange(Runnable listener) {
    watchers.setListener(listener);
  }

  /**
   * The number of sequence numbers the peer has yet to acknowledge: bytes, and a SYN or FIN as one.
   */
  public int sendQueue() {
    return block.unacknowledged();
  }

  /** The time until the present timer expires; empty if none is set. */
  public Optional<Duration> timer() {
    return retransmission.left();
  }

  /** What it has learned about its path so far. */
  public TcpInfo info() {
    return TcpInfo.of(block, transmission.mss(), transmission.resent());
  }

  /** How many times in a row the retransmission timer has expired. */
  public int retransmissions() {
    return block.timeout().attempts();
  }

  // ---- calls of a program; in a task only where they wait

  /**
   * Waits until the connection is established.
   *
   * @return false if the timeout expired
   * @throws ErrnoException ECONNREFUSED, EHOSTUNREACH, ETIMEDOUT and the like if it failed
   */
  public boolean awaitEstablished(Duration atMost) {
    long deadline = watchers.deadline(atMost);
    while (block.is(TcpState.SYN_SENT)) {
      if (!watchers.await(deadline)) {
        return false;
      }
    }
    block.throwError();
    return true;
  }

  /**
   * Waits for data.
   *
   * @param most the maximum number of bytes to read
   * @return no bytes at the end of the stream; empty if the timeout expired
   * @throws ErrnoException ECONNRESET, ETIMEDOUT and the like if the connection failed
   */
  public Optional<Bytes> read(int most, Duration atMost) {
    long deadline = watchers.deadline(atMost);
    while (block.incoming().ready().length() == 0) {
      block.throwError();
      if (block.isPeerFinished() || block.is(TcpState.CLOSED)) {
        return Optional.of(Bytes.EMPTY);
      }
      if (!watchers.await(deadline)) {
        return Optional.empty();
      }
    }
    boolean wasFull = block.incoming().window() < transmission.mss();
    Bytes data = block.incoming().ready().take(most);
    if (wasFull && block.incoming().window() >= transmission.mss()) {
      transmission.acknowledge(); // otherwise the peer would keep probing the zero window
    }
    return Optional.of(data);
  }

  /**
   * Sends data; waits while the send buffer is full.
   *
   * @return false if the timeout expired
   * @throws ErrnoException EPIPE if nothing more can be sent, ECONNRESET, ETIMEDOUT
   */
  public boolean write(Bytes data, Duration atMost) {
    long deadline = watchers.deadline(atMost);
    while (block.is(TcpState.SYN_SENT) || block.sending().length() >= SEND_BUFFER) {
      block.throwError();
      if (!watchers.await(deadline)) {
        return false;
      }
    }
    block.throwError();
    if (!block.state().maySend() || block.isFinished()) {
      throw new ErrnoException(Errno.EPIPE);
    }
    block.sending().add(data);
    retransmission.send();
    return true;
  }

  /** Ends sending; shutdown(2) with SHUT_WR. */
  public void finish() {
    if (!block.isFinished() && block.state().maySend()) {
      block.finish();
      retransmission.send();
    }
  }

  /**
   * Closes this end: with a reset if there is unread data, otherwise with a FIN after the pending
   * data.
   */
  @Override
  public void close() {
    if (block.isClosed()) {
      return;
    }
    block.close();
    watchers.removeListener();
    if (block.incoming().ready().length() > 0 || block.is(TcpState.SYN_SENT)) {
      tcp.mib().add(Counter.TCP_ABORT_ON_CLOSE, block.is(TcpState.SYN_SENT) ? 0 : 1);
      abort();
    } else {
      finish();
      retransmission.lingerIfHalfClosed();
    }
  }

  /** Aborts the connection at once, with a reset. */
  public void abort() {
    if (!block.is(TcpState.CLOSED)
        && !block.is(TcpState.SYN_SENT)
        && !block.is(TcpState.TIME_WAIT)) {
      transmission.reset();
    }
    end(null);
  }

  // ---- calls of the network

  void open() {
    begin(TcpState.SYN_SENT);
  }

  void answer(TcpSegment syn) {
    block.takeSyn(syn);
    begin(TcpState.SYN_RECV);
  }

  private void begin(TcpState opening) {
    block.become(opening);
    block.sending().begin(tcp.loop().random().nextInt());
    retransmission.sendOldest();
  }

  /**
   * Whether a SYN replaces this connection by a new one between the same ends (tcp_tw_reuse, RFC
   * 6191).
   */
  boolean isReplacedBy(TcpSegment segment) {
    boolean reused = block.is(TcpState.TIME_WAIT) && segment.has(Flag.SYN);
    if (reused) {
      end(null);
    }
    return reused;
  }

  void receive(TcpSegment segment) {
    reception.receive(segment);
  }

  /** Resends the oldest segment at once if it is not acknowledged yet. */
  public void hurry() {
    if (block.sending().inFlight() != 0 && !block.is(TcpState.CLOSED)) {
      retransmission.sendOldest();
    }
  }

  /** Resends the oldest segment after the path MTU became smaller. */
  void sendSmaller() {
    if (block.sending().inFlight() != 0 && !block.is(TcpState.SYN_SENT)) {
      retransmission.sendOldest();
    }
  }

  /** Handles an ICMP error: it ends a connection that is being opened; others keep trying. */
  void fail(Errno errno) {
    if (block.is(TcpState.SYN_SENT)) {
      end(errno);
    }
  }

  private void end(@Nullable Errno why) {
    retransmission.stop();
    block.state().failure().ifPresent(tcp.mib()::count);
    block.become(TcpState.CLOSED);
    block.setError(why);
    tcp.remove(this);
    watchers.tell();
  }

  /** Applies the events that segments cause. */
  private final class Consequences implements Reception.Events {
    @Override
    public void established() {
      watchers.tell();
      if (listener != null) {
        tcp.mib().count(Counter.TCP_PASSIVE_OPENS);
        listener.offer(TcpConnection.this);
      }
    }

    @Override
    public void changed() {
      watchers.tell();
    }

    @Override
    public void ended(@Nullable Errno why) {
      end(why);
    }

    @Override
    public void aborted() {
      abort();
    }
  }
}
