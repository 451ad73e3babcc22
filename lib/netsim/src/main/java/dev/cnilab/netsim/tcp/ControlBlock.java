package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.packet.TcpSegment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a connection knows of itself and of its other end (RFC 9293, 3.3.1). */
final class ControlBlock {
  private static final int DEFAULT_MSS = 536;

  private final Endpoint local;
  private final Endpoint peer;
  private final SendSpace sending = new SendSpace();
  private final Reassembly incoming = new Reassembly();
  private final Congestion congestion = new Congestion();
  private final RetransmissionTimeout timeout = new RetransmissionTimeout();
  private TcpState state = TcpState.CLOSED;
  private @Nullable Errno error;
  private int peerMss = DEFAULT_MSS;
  private int peerTimestamp;
  private boolean finished;
  private boolean closed;
  private boolean peerFinished;

  ControlBlock(Endpoint local, Endpoint peer) {
    this.local = local;
    this.peer = peer;
  }

  Endpoint local() {
    return local;
  }

  Endpoint peer() {
    return peer;
  }

  SendSpace sending() {
    return sending;
  }

  Reassembly incoming() {
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

  /** Whether the three-way handshake has begun and has not ended. */
  boolean isOpening() {
    return is(TcpState.SYN_SENT) || is(TcpState.SYN_RECV);
  }

  /** Takes what the other end's SYN says. */
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

  /** The most data that the other end takes in a segment, in bytes. */
  int peerMss() {
    return peerMss;
  }

  /** The other end's last timestamp, to be echoed (RFC 7323). */
  int peerTimestamp() {
    return peerTimestamp;
  }

  /** Whether this end has nothing more to send. */
  boolean isFinished() {
    return finished;
  }

  void finish() {
    finished = true;
  }

  /** Whether nobody reads any more. */
  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
  }

  /** Whether the other end has sent its FIN. */
  boolean isPeerFinished() {
    return peerFinished;
  }

  void peerFinished() {
    peerFinished = true;
  }

  /** Why the connection has failed, unless somebody has been told; as SO_ERROR. */
  Optional<Errno> error() {
    return Optional.ofNullable(error);
  }

  void setError(@Nullable Errno why) {
    error = why;
  }

  /** Tells somebody why the connection has failed, if it has and nobody knows. */
  void throwError() {
    Errno pending = error;
    if (pending != null) {
      error = null;
      throw new ErrnoException(pending);
    }
  }
}
