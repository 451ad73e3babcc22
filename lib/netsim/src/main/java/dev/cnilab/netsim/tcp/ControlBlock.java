package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.caller.SocketOwner;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.TcpSegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The state of a connection: what it knows of itself and of its peer (RFC 9293, 3.3.1). */
final class ControlBlock {
  private static final int DEFAULT_MSS = 536;

  private final Endpoint local;
  private final Endpoint peer;
  private final SocketOwner owner;
  private final SendSpace sending = new SendSpace();
  private final ReceiveQueue incoming = new ReceiveQueue();
  private final Congestion congestion = new Congestion();
  private final RetransmissionTimeout timeout = new RetransmissionTimeout();
  private TcpState state = TcpState.CLOSED;
  private @Nullable Errno error;
  private int peerMss = DEFAULT_MSS;
  private int peerTimestamp;
  private boolean finished;
  private boolean closed;
  private boolean peerFinished;

  ControlBlock(Endpoint local, Endpoint peer, SocketOwner owner) {
    this.local = local;
    this.peer = peer;
    this.owner = owner;
  }

  Endpoint local() {
    return local;
  }

  Endpoint peer() {
    return peer;
  }

  /** The user who opened the socket. */
  SocketOwner owner() {
    return owner;
  }

  SendSpace sending() {
    return sending;
  }

  ReceiveQueue incoming() {
    return incoming;
  }

  Congestion congestion() {
    return congestion;
  }

  RetransmissionTimeout timeout() {
    return timeout;
  }

  TcpState state() {
    return state;
  }

  void become(TcpState next) {
    state = next;
  }

  boolean is(TcpState other) {
    return state == other;
  }

  /** Whether the three-way handshake is in progress. */
  boolean isOpening() {
    return is(TcpState.SYN_SENT) || is(TcpState.SYN_RECV);
  }

  /** Takes the peer's window and options from its SYN. */
  void takeSyn(TcpSegment syn) {
    TcpOptions options = TcpOptions.decode(syn.options());
    peerMss = options.mss() > 0 ? options.mss() : DEFAULT_MSS;
    peerTimestamp = options.timestamp();
    sending.open(syn.window(), Math.max(0, options.windowScale()));
    incoming.begin(syn.sequence() + 1);
  }

  /** Takes the window and timestamp of a later segment. */
  void takeHeader(TcpSegment segment) {
    peerTimestamp = TcpOptions.decode(segment.options()).timestamp();
    sending.resize(segment.window());
  }

  /** The maximum segment size that the peer accepts, in bytes of data. */
  int peerMss() {
    return peerMss;
  }

  /** The peer's last timestamp, to be echoed (RFC 7323). */
  int peerTimestamp() {
    return peerTimestamp;
  }

  /** Whether this end has no more data to send. */
  boolean isFinished() {
    return finished;
  }

  void finish() {
    finished = true;
  }

  /** Whether the program has closed the connection. */
  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
  }

  /** Whether the peer has sent its FIN. */
  boolean isPeerFinished() {
    return peerFinished;
  }

  void peerFinished() {
    peerFinished = true;
  }

  /** Why the connection has failed, until it is reported; as SO_ERROR. */
  Optional<Errno> error() {
    return Optional.ofNullable(error);
  }

  void setError(@Nullable Errno why) {
    error = why;
  }

  /** Throws the pending error, if there is one, and clears it. */
  void throwError() {
    Errno pending = error;
    if (pending != null) {
      error = null;
      throw new ErrnoException(pending);
    }
  }

  /** The number of sequence numbers that the peer has yet to acknowledge. */
  int unacknowledged() {
    boolean finIsOut = is(TcpState.FIN_WAIT_1) || is(TcpState.CLOSING) || is(TcpState.LAST_ACK);
    return sending().length() + (isOpening() || finIsOut ? 1 : 0);
  }
}
