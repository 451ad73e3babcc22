package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.Mib.Counter;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.Fragment;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.packet.TcpSegment.Flag;
import java.util.EnumSet;
import java.util.Set;

/** Sends a connection's segments, as Linux does in tcp_output.c. */
final class Transmission {
  private static final int HEADERS = Ipv4Packet.HEADER + TcpSegment.HEADER;
  private static final int SYN_WINDOW = 64_240;

  private final Tcp tcp;
  private final ControlBlock block;

  private int resent;

  Transmission(Tcp tcp, ControlBlock block) {
    this.tcp = tcp;
    this.block = block;
  }

  /** The maximum data in a segment, in bytes. */
  int mss() {
    int path = pathMtu() - HEADERS;
    return Math.max(1, Math.min(block.peerMss(), path) - TcpOptions.LENGTH);
  }

  /** Sends what may be sent now, and the FIN after it. */
  void sendPending() {
    if (block.isOpening() || block.is(TcpState.CLOSED)) {
      return;
    }
    SendSpace sending = block.sending();
    int mss = mss();
    int window = Math.min(sending.window(), block.congestion().segments() * mss);
    while (sending.inFlight() < sending.length() && sending.inFlight() < window) {
      int sent = sending.inFlight();
      Bytes data = sending.peek(sent, Math.min(mss, window - sent));
      boolean last = sent + data.length() == sending.length();
      Set<Flag> flags = last ? EnumSet.of(Flag.PSH, Flag.ACK) : EnumSet.of(Flag.ACK);
      boolean again = sending.next() - sending.highest() < 0;
      count(again ? Counter.TCP_RETRANS_SEGS : Counter.TCP_OUT_SEGS);
      tcp.mib().add(Counter.TCP_ORIG_DATA_SENT, again ? 0 : 1);
      transmit(flags, sending.next(), data);
      sending.advance(data.length());
      block.timeout().sent(sending.next(), tcp.loop().nanoTime());
    }
    boolean room = Math.ceilDiv(sending.inFlight(), mss) < block.congestion().segments();
    if (block.isFinished() && sending.inFlight() == sending.length() && room) {
      sendFin();
    }
  }

  /** Sends or resends the FIN. */
  private void sendFin() {
    switch (block.state()) {
      case ESTABLISHED -> block.become(TcpState.FIN_WAIT_1);
      case CLOSE_WAIT -> block.become(TcpState.LAST_ACK);
      case FIN_WAIT_1, CLOSING, LAST_ACK -> {}
      default -> {
        return; // it has been acknowledged
      }
    }
    SendSpace sending = block.sending();
    boolean again = sending.next() - sending.highest() < 0;
    count(again ? Counter.TCP_RETRANS_SEGS : Counter.TCP_OUT_SEGS);
    tcp.mib().add(Counter.TCP_ORIG_DATA_SENT, again ? 0 : 1);
    transmit(EnumSet.of(Flag.FIN, Flag.ACK), sending.next(), Bytes.EMPTY);
    sending.advance(1);
  }

  /** Sends or resends the oldest segment: a SYN, data, or a FIN. */
  void sendOldest() {
    SendSpace sending = block.sending();
    boolean again = sending.highest() != sending.oldest();
    sending.rewind();
    if (block.isOpening()) {
      count(again ? Counter.TCP_RETRANS_SEGS : Counter.TCP_OUT_SEGS);
      tcp.mib().add(Counter.TCP_SYN_RETRANS, again ? 1 : 0);
      Set<Flag> flags =
          block.is(TcpState.SYN_SENT) ? EnumSet.of(Flag.SYN) : EnumSet.of(Flag.SYN, Flag.ACK);
      block.timeout().sentSyn(tcp.loop().nanoTime());
      transmit(flags, sending.oldest(), Bytes.EMPTY);
      sending.advance(1);
    } else if (sending.length() > 0) {
      Bytes data = sending.peek(0, sending.window() == 0 ? 1 : mss());
      count(again ? Counter.TCP_RETRANS_SEGS : Counter.TCP_OUT_SEGS);
      transmit(EnumSet.of(Flag.PSH, Flag.ACK), sending.oldest(), data);
      sending.advance(data.length());
    } else {
      sendFin();
    }
  }

  /** Resends the last segment as a loss probe, so that it is acknowledged (RFC 8985, 7). */
  void sendNewest() {
    SendSpace sending = block.sending();
    int data = Math.min(sending.outstanding(), sending.length());
    if (sending.outstanding() > 0) {
      count(Counter.TCP_RETRANS_SEGS);
    }
    if (sending.outstanding() > data) {
      transmit(EnumSet.of(Flag.FIN, Flag.ACK), sending.highest() - 1, Bytes.EMPTY);
    } else if (data > 0) {
      int last = (data - 1) % mss() + 1;
      Bytes again = sending.peek(data - last, last);
      transmit(EnumSet.of(Flag.PSH, Flag.ACK), sending.highest() - last, again);
    }
  }

  void acknowledge() {
    if (!block.is(TcpState.CLOSED)) {
      count(Counter.TCP_OUT_SEGS);
      transmit(EnumSet.of(Flag.ACK), block.sending().highest(), Bytes.EMPTY);
    }
  }

  void reset() {
    count(Counter.TCP_OUT_SEGS);
    count(Counter.TCP_OUT_RSTS);
    transmit(EnumSet.of(Flag.RST, Flag.ACK), block.sending().highest(), Bytes.EMPTY);
  }

  private void count(Counter counter) {
    tcp.mib().count(counter);
    resent += counter == Counter.TCP_RETRANS_SEGS ? 1 : 0;
  }

  /** The number of segments sent again so far. */
  int resent() {
    return resent;
  }

  /** The number of segments sent and not acknowledged. */
  int segmentsOut() {
    return Math.ceilDiv(block.sending().outstanding(), mss());
  }

  private void transmit(Set<Flag> flags, int sequence, Bytes data) {
    ReceiveQueue incoming = block.incoming();
    boolean syn = flags.contains(Flag.SYN);
    TcpSegment segment =
        new TcpSegment(
            block.local().port(),
            block.peer().port(),
            sequence,
            flags.contains(Flag.ACK) ? incoming.next() : 0,
            flags,
            syn ? SYN_WINDOW : Math.min(0xffff, incoming.window() >> TcpOptions.WINDOW_SCALE),
            syn ? optionsOfSyn() : TcpOptions.of(timestamp(), block.peerTimestamp()),
            data);
    try {
      tcp.send(
          Ipv4Packet.of(block.local().address(), block.peer().address(), segment)
              .withFragment(Fragment.DONT)
              .withIdentification(tcp.loop().random().nextInt(0x10000)),
          block.owner());
    } catch (ErrnoException unsent) {
      if (block.is(TcpState.SYN_SENT)) {
        block.setError(unsent.errno());
      }
    }
  }

  private Bytes optionsOfSyn() {
    int offered = pathMtu() - HEADERS;
    return TcpOptions.ofSyn(offered, timestamp(), block.peerTimestamp());
  }

  private int pathMtu() {
    return tcp.output().mtuTo(block.local(), block.peer(), block.owner());
  }

  private int timestamp() {
    return (int) (tcp.loop().nanoTime() / 1_000_000) + 1;
  }
}
