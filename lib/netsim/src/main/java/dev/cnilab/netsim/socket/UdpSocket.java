package dev.cnilab.netsim.socket;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.Mib.Counter;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.QuotedPacket;
import dev.cnilab.netsim.packet.UdpDatagram;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.netsim.trace.TraceRecorder;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A UDP socket (udp(7)). */
public final class UdpSocket implements AutoCloseable {
  private static final int MAX_QUEUE = 256;

  private final Sockets sockets;
  private final SocketOptions options = new SocketOptions();
  private final Sender sender;
  private final Inbox<Datagram> inbox;
  private final Inbox<SocketError> errors;
  private Ipv4Address local = Ipv4Address.ANY;
  private int localPort;
  private @Nullable Ipv4Address peer;
  private int peerPort;
  private @Nullable Errno pending;

  /** What it receives. */
  public record Datagram(Ipv4Address source, int sourcePort, Bytes data) {}

  UdpSocket(Sockets sockets) {
    this.sockets = sockets;
    this.inbox = new Inbox<>(sockets.loop(), MAX_QUEUE);
    this.errors = new Inbox<>(sockets.loop(), MAX_QUEUE);
    this.sender = new Sender(sockets.ipv4(), options, errors::add);
  }

  public SocketOptions options() {
    return options;
  }

  /**
   * Binds to an address and a port.
   *
   * @param address {@link Ipv4Address#ANY} for all
   * @param port 0 for any free one
   * @throws ErrnoException EADDRNOTAVAIL if no link has the address; EADDRINUSE if another socket
   *     has the port; EINVAL if this socket is bound already
   */
  public void bind(Ipv4Address address, int port) {
    if (localPort != 0) {
      throw new ErrnoException(Errno.EINVAL);
    }
    if (!address.isAny() && !address.isBroadcast() && !sockets.ipv4().isLocal(address)) {
      throw new ErrnoException(Errno.EADDRNOTAVAIL);
    }
    localPort = sockets.bindUdp(this, address, port);
    local = address;
  }

  /**
   * Sets the peer; errors for packets to it are then reported by the next call.
   *
   * @throws ErrnoException ENETUNREACH and the like if there is no route
   */
  public void connect(Ipv4Address address, int port) {
    Ipv4Address source =
        sender.permittedPathTo(address, local, UdpDatagram.PROTOCOL, localPort, port).source();
    if (localPort == 0) {
      bind(Ipv4Address.ANY, 0);
    }
    if (local.isAny()) {
      local = source;
    }
    peer = address;
    peerPort = port;
  }

  public Ipv4Address localAddress() {
    return local;
  }

  /** The port it is bound to; 0 before. */
  public int localPort() {
    return localPort;
  }

  /** The peer it is connected to. */
  public Optional<Endpoint> peer() {
    return Optional.ofNullable(peer).map(address -> new Endpoint(address, peerPort));
  }

  /** The number of bytes in the receive queue. */
  public int receiveQueue() {
    return inbox.items().stream().mapToInt(each -> each.data().length()).sum();
  }

  /**
   * Sends to the connected peer.
   *
   * @throws ErrnoException ECONNREFUSED and the like for an earlier packet; EDESTADDRREQ if there
   *     is no peer; otherwise as {@link RawSocket#send}
   */
  public void send(Bytes data) {
    if (peer == null) {
      throw new ErrnoException(Errno.EDESTADDRREQ);
    }
    sendTo(peer, peerPort, data);
  }

  /** Sends a datagram; errors as {@link #send}. */
  public void sendTo(Ipv4Address destination, int port, Bytes data) {
    sendTraced(destination, port, data, null);
  }

  /** Sends a datagram as {@link #sendTo} and traces it. */
  public TraceRecorder trace(Ipv4Address destination, int port, Bytes data) {
    TraceRecorder recorder = TraceRecorder.ofRequest();
    sendTraced(destination, port, data, recorder);
    return recorder;
  }

  private void sendTraced(
      Ipv4Address destination, int port, Bytes data, @Nullable TraceRecorder trace) {
    if (pending != null) {
      sockets.mib().count(Counter.IP_OUT_DISCARDS);
    }
    throwPending();
    if (localPort == 0) {
      bind(Ipv4Address.ANY, 0);
    }
    sender.send(destination, local, new UdpDatagram(localPort, port, data), trace);
    sockets.mib().count(Counter.UDP_OUT_DATAGRAMS);
  }

  private void throwPending() {
    Errno error = pending;
    if (error != null) {
      pending = null;
      throw new ErrnoException(error);
    }
  }

  /**
   * Waits for a datagram; in a task only.
   *
   * @return null if the timeout expired
   * @throws ErrnoException ECONNREFUSED and the like if it is connected and the peer reported an
   *     error
   */
  public @Nullable Datagram receive(Duration timeout) {
    throwPending();
    Datagram datagram = inbox.take(timeout);
    if (datagram == null) {
      throwPending();
    } else {
      sockets.mib().count(Counter.UDP_IN_DATAGRAMS);
    }
    return datagram;
  }

  /** Waits for an entry of the error queue (MSG_ERRQUEUE); null if the timeout expired. */
  public @Nullable SocketError receiveError(Duration timeout) {
    return errors.take(timeout);
  }

  /** Whether a datagram that came in on a link is for this socket. */
  boolean accepts(Ipv4Packet packet, UdpDatagram datagram, Link in) {
    return datagram.destinationPort() == localPort
        && (local.isAny() || local.equals(packet.destination()))
        && (peer == null || (peer.equals(packet.source()) && peerPort == datagram.sourcePort()))
        && (options.device() == null || options.device() == in);
  }

  /** How specific the socket is; the most specific one gets a datagram. */
  int exactness() {
    return (peer == null ? 0 : 4) + (local.isAny() ? 0 : 2) + (options.device() == null ? 0 : 1);
  }

  boolean deliver(Ipv4Packet packet, UdpDatagram datagram) {
    return inbox.add(new Datagram(packet.source(), datagram.sourcePort(), datagram.data().bytes()));
  }

  boolean sent(QuotedPacket packet) {
    return packet.sourcePort() == localPort
        && (local.isAny() || local.equals(packet.source()))
        && (peer == null
            || (peer.equals(packet.destination()) && peerPort == packet.destinationPort()));
  }

  void report(IcmpMessage message, QuotedPacket about, Ipv4Address offender, int ttl) {
    SocketError error = SocketError.of(message, about, offender, ttl);
    if (options.receivesErrors()) {
      errors.add(error);
      pending = error.errno();
    } else if (peer != null && error.isHard()) {
      pending = error.errno();
    }
    if (pending != null) {
      inbox.wakeAll();
    }
  }

  @Override
  public void close() {
    sockets.remove(this);
  }
}
