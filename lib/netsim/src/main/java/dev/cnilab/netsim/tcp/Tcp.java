package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.caller.SocketOwner;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.Mib;
import dev.cnilab.netsim.kernel.Mib.Counter;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.Fragment;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.QuotedPacket;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.netsim.packet.TcpSegment.Flag;
import dev.cnilab.netsim.sysctl.Setting;
import dev.cnilab.netsim.sysctl.Sysctl;
import dev.cnilab.netsim.trace.Trace;
import dev.cnilab.netsim.trace.TraceRecorder;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The TCP sockets of one namespace. */
public final class Tcp {
  private final EventLoop loop;
  private final TcpOutput output;
  private final Sysctl sysctl;
  private final Mib mib;
  private final Map<Endpoint, TcpListener> listeners = new LinkedHashMap<>();
  private final Map<Ends, TcpConnection> connections = new LinkedHashMap<>();

  /** Creates the recorder of the next segment; null if it is not traced. */
  private @Nullable Supplier<TraceRecorder> recorder;

  private record Ends(Endpoint local, Endpoint peer) {}

  public Tcp(EventLoop loop, TcpOutput output, Sysctl sysctl, Mib mib) {
    this.sysctl = sysctl;
    this.mib = mib;
    this.loop = loop;
    this.output = output;
  }

  /** The listening sockets. */
  public Collection<TcpListener> listeners() {
    return List.copyOf(listeners.values());
  }

  /** The connections, including those being closed. */
  public Collection<TcpConnection> connections() {
    return List.copyOf(connections.values());
  }

  /**
   * Opens a listening socket.
   *
   * @param address {@link Ipv4Address#ANY} for every address
   * @param backlog the maximum number of connections waiting to be accepted
   * @throws ErrnoException EADDRINUSE if another socket listens there; EADDRNOTAVAIL if the address
   *     is not this host's; EACCES if the port is privileged and the caller lacks the capability
   */
  public TcpListener listen(Ipv4Address address, int port, int backlog) {
    Caller.requirePort(port, sysctl.get(Setting.IP_UNPRIVILEGED_PORT_START));
    requireLocal(address);
    Endpoint local = new Endpoint(address, port == 0 ? freePort() : port);
    boolean taken =
        listeners.keySet().stream()
            .anyMatch(
                other ->
                    other.port() == local.port()
                        && (other.address().isAny()
                            || address.isAny()
                            || other.address().equals(address)));
    if (taken) {
      throw new ErrnoException(Errno.EADDRINUSE);
    }
    TcpListener listener = new TcpListener(this, local, backlog);
    listeners.put(local, listener);
    return listener;
  }

  /**
   * Opens a connection from any address and port; {@link TcpConnection#awaitEstablished} waits for
   * it.
   *
   * @throws ErrnoException ENETUNREACH and the like if there is no route
   */
  public TcpConnection connect(Ipv4Address peer, int port) {
    return connect(new Endpoint(Ipv4Address.ANY, 0), new Endpoint(peer, port));
  }

  /**
   * Opens a connection; {@link TcpConnection#awaitEstablished} waits for it.
   *
   * @param from the local end: 0.0.0.0 for any address, 0 for any port
   * @throws ErrnoException EADDRNOTAVAIL if the address is not this host's, EADDRINUSE if there is
   *     such a connection already, ENETUNREACH and the like if there is no route
   */
  public TcpConnection connect(Endpoint from, Endpoint peer) {
    Caller.requirePort(from.port(), sysctl.get(Setting.IP_UNPRIVILEGED_PORT_START));
    requireLocal(from.address());
    Ipv4Address routed = output.sourceTo(from, peer, SocketOwner.current());
    Ipv4Address source = from.address().isAny() ? routed : from.address();
    Endpoint local = from.port() == 0 ? ephemeral(source, peer) : new Endpoint(source, from.port());
    Ends ends = new Ends(local, peer);
    if (connections.containsKey(ends)) {
      throw new ErrnoException(Errno.EADDRINUSE);
    }
    TcpConnection connection = new TcpConnection(this, local, peer, SocketOwner.current(), null);
    connections.put(ends, connection);
    mib.count(Counter.TCP_ACTIVE_OPENS);
    connection.open();
    return connection;
  }

  /**
   * Opens a connection as {@link #connect(Ipv4Address, int)}, and traces its SYN and the peer's
   * answers, but no retransmissions.
   */
  public TracedOpening trace(Ipv4Address peer, int port) {
    TraceRecorder opening = TraceRecorder.ofRequest();
    recorder = () -> opening;
    try {
      return new TracedOpening(connect(peer, port), opening);
    } finally {
      recorder = null;
    }
  }

  private void requireLocal(Ipv4Address address) {
    if (!address.isAny() && !output.isLocal(address)) {
      throw new ErrnoException(Errno.EADDRNOTAVAIL);
    }
  }

  private int freePort() {
    return sysctl
        .localPorts(loop.random())
        .filter(port -> listeners.keySet().stream().noneMatch(each -> each.port() == port))
        .findFirst()
        .orElseThrow(() -> new ErrnoException(Errno.EADDRINUSE));
  }

  private Endpoint ephemeral(Ipv4Address source, Endpoint peer) {
    return sysctl
        .localPorts(loop.random())
        .mapToObj(port -> new Endpoint(source, port))
        .filter(local -> !connections.containsKey(new Ends(local, peer)))
        .findFirst()
        .orElseThrow(() -> new ErrnoException(Errno.EADDRNOTAVAIL));
  }

  /**
   * Receives a segment for this host.
   *
   * @param trace the segment's recorder; null if it is not traced
   * @return whether it has a connection or a listening socket; if not, a reset was its answer
   */
  public boolean receive(Ipv4Packet packet, @Nullable TraceRecorder trace) {
    mib.count(Counter.TCP_IN_SEGS);
    TcpSegment segment = (TcpSegment) packet.payload();
    boolean opens = segment.has(Flag.SYN) && !segment.has(Flag.ACK);
    recorder = trace != null && opens ? () -> trace.answer(Trace.Kind.REPLY) : null;
    try {
      return receive(packet, segment);
    } finally {
      recorder = null;
    }
  }

  private boolean receive(Ipv4Packet packet, TcpSegment segment) {
    Endpoint local = new Endpoint(packet.destination(), segment.destinationPort());
    Endpoint peer = new Endpoint(packet.source(), segment.sourcePort());
    TcpConnection connection = connections.get(new Ends(local, peer));
    if (connection != null && !connection.isReplacedBy(segment)) {
      connection.receive(segment);
      return true;
    }
    TcpListener listener = listener(local);
    boolean opens = segment.has(Flag.SYN) && !segment.has(Flag.ACK) && !segment.has(Flag.RST);
    if (listener == null || !opens) {
      refuse(local, peer, segment);
    } else if (!listener.isFull()) {
      TcpConnection opened = new TcpConnection(this, local, peer, listener.owner(), listener);
      connections.put(new Ends(local, peer), opened);
      opened.answer(segment);
    } else {
      mib.count(Counter.LISTEN_OVERFLOWS);
      mib.count(Counter.LISTEN_DROPS);
    }
    return listener != null;
  }

  private @Nullable TcpListener listener(Endpoint local) {
    TcpListener exact = listeners.get(local);
    return exact != null ? exact : listeners.get(new Endpoint(Ipv4Address.ANY, local.port()));
  }

  void refuse(Endpoint local, Endpoint peer, TcpSegment segment) {
    if (segment.has(Flag.RST)) {
      return;
    }
    mib.count(Counter.TCP_OUT_SEGS);
    mib.count(Counter.TCP_OUT_RSTS);
    try {
      send(
          Ipv4Packet.of(local.address(), peer.address(), resetTo(segment))
              .withFragment(Fragment.DONT),
          null);
    } catch (ErrnoException unreachable) {
      // Nobody answers a reset, so its loss goes unnoticed.
    }
  }

  /** The reset that answers a segment without a connection (RFC 9293, 3.10.7.1). */
  @SuppressWarnings("ArgumentSelectionDefectChecker") // the ends change places
  public static TcpSegment resetTo(TcpSegment segment) {
    boolean acknowledges = segment.has(Flag.ACK);
    int length = segment.data().length();
    int occupied = length + (segment.has(Flag.SYN) ? 1 : 0) + (segment.has(Flag.FIN) ? 1 : 0);
    return new TcpSegment(
        segment.destinationPort(),
        segment.sourcePort(),
        acknowledges ? segment.acknowledgement() : 0,
        acknowledges ? 0 : segment.sequence() + occupied,
        acknowledges ? Set.of(Flag.RST) : Set.of(Flag.RST, Flag.ACK),
        0,
        Bytes.EMPTY,
        Bytes.EMPTY);
  }

  /** Handles an ICMP error about a segment of this host. */
  public void error(QuotedPacket about, Errno errno) {
    TcpConnection connection = about(about);
    if (connection != null) {
      connection.fail(errno);
    }
  }

  /** Handles an ICMP error about a segment that was too big for a link on its path. */
  public void tooBig(QuotedPacket about) {
    TcpConnection connection = about(about);
    if (connection != null) {
      connection.sendSmaller();
    }
  }

  private @Nullable TcpConnection about(QuotedPacket quoted) {
    Endpoint local = new Endpoint(quoted.source(), quoted.sourcePort());
    Endpoint peer = new Endpoint(quoted.destination(), quoted.destinationPort());
    return connections.get(new Ends(local, peer));
  }

  Mib mib() {
    return mib;
  }

  Sysctl sysctl() {
    return sysctl;
  }

  EventLoop loop() {
    return loop;
  }

  void send(Ipv4Packet packet, @Nullable SocketOwner owner) {
    Supplier<TraceRecorder> next = recorder;
    recorder = null;
    output.send(packet, owner, next == null ? null : next.get());
  }

  TcpOutput output() {
    return output;
  }

  void remove(TcpListener listener) {
    listeners.remove(listener.local());
  }

  void remove(TcpConnection connection) {
    connections.remove(new Ends(connection.local(), connection.peer()), connection);
  }
}
