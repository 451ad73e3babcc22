package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.packet.TcpSegment.Flag;
import org.jspecify.annotations.Nullable;

/** Handles a connection's incoming segments, as Linux does in tcp_input.c. */
final class Reception {
  private final Tcp tcp;
  private final ControlBlock block;
  private final Transmission transmission;
  private final Retransmission retransmission;
  private final Events events;

  /** The events that segments cause. */
  interface Events {
    /** The three-way handshake is complete. */
    void established();

    /** A waiting program may continue: data arrived or was acknowledged. */
    void changed();

    /**
     * The connection has ended.
     *
     * @param why null after a normal end
     */
    void ended(@Nullable Errno why);

    /** The connection is aborted at once, with a reset to the peer. */
    void aborted();
  }

  Reception(
      Tcp tcp,
      ControlBlock block,
      Transmission transmission,
      Retransmission retransmission,
      Events events) {
    this.tcp = tcp;
    this.block = block;
    this.transmission = transmission;
    this.retransmission = retransmission;
    this.events = events;
  }

  void receive(TcpSegment segment) {
    if (block.is(TcpState.SYN_SENT)) {
      receiveAnswer(segment);
    } else if (isOutsideOfWindow(segment)) {
      if (!segment.has(Flag.RST)) {
        transmission.acknowledge();
      }
    } else if (segment.has(Flag.RST)) {
      events.ended(block.is(TcpState.CLOSE_WAIT) ? Errno.EPIPE : Errno.ECONNRESET);
    } else if (segment.has(Flag.SYN)) {
      transmission.acknowledge();
    } else {
      takeAcknowledgement(segment);
      if (!block.is(TcpState.CLOSED)) {
        takeData(segment);
        retransmission.send();
      }
    }
  }

  private void receiveAnswer(TcpSegment segment) {
    boolean acknowledges =
        segment.has(Flag.ACK) && segment.acknowledgement() == block.sending().highest();
    if (segment.has(Flag.ACK) && !acknowledges) {
      tcp.refuse(block.local(), block.peer(), segment);
    } else if (segment.has(Flag.RST)) {
      if (acknowledges) {
        events.ended(Errno.ECONNREFUSED);
      }
    } else if (segment.has(Flag.SYN) && acknowledges) {
      block.takeSyn(segment);
      block.sending().acknowledgeSyn();
      establish();
      transmission.acknowledge();
    }
  }

  private void establish() {
    block.become(TcpState.ESTABLISHED);
    block.setError(null); // an earlier SYN could not be sent
    block.timeout().synAcknowledged(tcp.loop().nanoTime());
    retransmission.stop();
    events.established();
  }

  private boolean isOutsideOfWindow(TcpSegment segment) {
    ReceiveQueue incoming = block.incoming();
    int ahead = segment.sequence() - incoming.next();
    int occupied = segment.data().length() + (segment.has(Flag.FIN) ? 1 : 0);
    return ahead + occupied < 0 || ahead > Math.max(1, incoming.window());
  }

  private void takeAcknowledgement(TcpSegment segment) {
    if (!segment.has(Flag.ACK)) {
      return;
    }
    SendSpace sending = block.sending();
    int acknowledged = segment.acknowledgement() - sending.oldest();
    if (acknowledged > sending.outstanding()) {
      transmission.acknowledge(); // it acknowledges data that was never sent
      return;
    }
    block.takeHeader(segment);
    if (block.is(TcpState.SYN_RECV)) {
      sending.acknowledgeSyn();
      acknowledged--;
      establish();
    }
    if (acknowledged > 0) {
      progress(acknowledged);
    } else if (isDuplicate(segment) && block.congestion().duplicate()) {
      transmission.sendOldest();
    }
  }

  private boolean isDuplicate(TcpSegment segment) {
    return block.sending().inFlight() != 0
        && segment.data().length() == 0
        && !segment.has(Flag.FIN);
  }

  private void progress(int acknowledged) {
    SendSpace sending = block.sending();
    boolean finIsAcknowledged = sending.acknowledge(acknowledged);
    block.congestion().acknowledged();
    block.timeout().acknowledged(sending.oldest(), tcp.loop().nanoTime());
    retransmission.progress();
    if (finIsAcknowledged) {
      finIsAcknowledged(); // may set the timer that ends the connection
    }
    events.changed();
  }

  private void finIsAcknowledged() {
    switch (block.state()) {
      case FIN_WAIT_1 -> {
        block.become(TcpState.FIN_WAIT_2);
        retransmission.lingerIfHalfClosed();
      }
      case CLOSING -> waitOut();
      case LAST_ACK -> events.ended(null);
      default -> {}
    }
  }

  private void waitOut() {
    block.become(TcpState.TIME_WAIT);
    retransmission.waitOut();
  }

  private void takeData(TcpSegment segment) {
    int length = segment.data().length();
    if (length > 0 && block.isClosed()) {
      // The program has closed and will never read this: tcp_rcv_state_process answers with a
      // reset.
      events.aborted();
      return;
    }
    ReceiveQueue incoming = block.incoming();
    if (block.state().mayReceive()) {
      incoming.add(segment.sequence(), segment.data());
    }
    boolean ends = segment.has(Flag.FIN) && segment.sequence() + length == incoming.next();
    if (ends && !block.isPeerFinished()) {
      incoming.skip();
      takeFin();
    }
    if (length > 0 || segment.has(Flag.FIN)) {
      transmission.acknowledge();
      events.changed();
    }
  }

  private void takeFin() {
    block.peerFinished();
    switch (block.state()) {
      case ESTABLISHED -> block.become(TcpState.CLOSE_WAIT);
      case FIN_WAIT_1 -> block.become(TcpState.CLOSING);
      case FIN_WAIT_2 -> waitOut();
      default -> {}
    }
  }
}
