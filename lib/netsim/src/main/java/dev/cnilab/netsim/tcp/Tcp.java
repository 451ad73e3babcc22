package dev.cnilab.netsim.tcp;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
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
  private final Map<Endpoint, TcpListener> listeners = new LinkedHashMap<>();
  private final Map<Ends, TcpConnection> connections = new LinkedHashMap<>();

  /** Who writes down the way of the next segment; null if nobody asked. */
  private @Nullable Supplier<TraceRecorder> recorder;

  private record Ends(Endpoint local, Endpoint peer) {}

  public Tcp(EventLoop loop, TcpOutput output, Sysctl sysctl) {
    this.sysctl = sysctl;
    this.loop = loop;
    this.output = output;
  }

  /** The sockets that listen. */
  public Collection<TcpListener> listeners() {
    return List.copyOf(listeners.values());
  }

  /** The connections, those that are being closed included. */
  public Collection<TcpConnection> connections() {
    return List.copyOf(connections.values());
  }

  /**
   * Waits for connections.
   *
   * @param address {@link Ipv4Address#ANY} for every address
   * @param backlog how many connections may wait to be accepted
   * @throws ErrnoException EADDRINUSE if somebody listens there already; EADDRNOTAVAIL if the
   *     address is not this host's; EACCES if the port is reserved and the caller may not have it
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
   * Begins a connection from any address and port; {@link TcpConnection#awaitEstablished} waits for
   * it.
   *
   * @throws ErrnoException ENETUNREACH and the like if there is no route
   */
  public TcpConnection connect(Ipv4Address peer, int port) {
    return connect(new Endpoint(Ipv4Address.ANY, 0), new Endpoint(peer, port));
  }

  /**
   * Begins a connection; {@link TcpConnection#awaitEstablished} waits for it.
   *
   * @param from where it comes from: 0.0.0.0 for any address, 0 for any port
   * @throws ErrnoException EADDRNOTAVAIL if the address is not this host's, EADDRINUSE if there is
   *     such a connection already, ENETUNREACH and the like if there is no route
   */
  public TcpConnection connect(Endpoint from, Endpoint peer) {
    Caller.requirePort(from.port(), sysctl.get(Setting.IP_UNPRIVILEGED_PORT_START));
    requireLocal(from.address());
    Ipv4Address routed = output.sourceTo(peer.address());
    Ipv4Address source = from.address().isAny() ? routed : from.address();
    Endpoint local = from.port() == 0 ? ephemeral(source, peer) : new Endpoint(source, from.port());
    Ends ends = new Ends(local, peer);
    if (connections.containsKey(ends)) {
      throw new ErrnoException(Errno.EADDRINUSE);
    }
    TcpConnection connection = new TcpConnection(this, local, peer, null);
    connections.put(ends, connection);
    connection.open();
    return connection;
  }

  /**
   * Begins a connection as {@link #connect(Ipv4Address, int)}, and has the way of its SYN written
   * down, and that of what the other end answers; not of what is sent once more.
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
   * Takes a segment that has arrived at this host.
   *
   * @param trace of the segment; null if nobody asked
   */
  public void receive(Ipv4Packet packet, @Nullable TraceRecorder trace) {
    TcpSegment segment = (TcpSegment) packet.payload();
    boolean opens = segment.has(Flag.SYN) && !segment.has(Flag.ACK);
    recorder = trace != null && opens ? () -> trace.answer(Trace.Kind.REPLY) : null;
    try {
      receive(packet, segment);
    } finally {
      recorder = null;
    }
  }

  private void receive(Ipv4Packet packet, TcpSegment segment) {
    Endpoint local = new Endpoint(packet.destination(), segment.destinationPort());
    Endpoint peer = new Endpoint(packet.source(), segment.sourcePort());
    TcpConnection connection = connections.get(new Ends(local, peer));
    if (connection != null && !connection.isReplacedBy(segment)) {
      connection.receive(segment);
      return;
    }
    TcpListener listener = listener(local);
    boolean opens = segment.has(Flag.SYN) && !segment.has(Flag.ACK) && !segment.has(Flag.RST);
    if (listener == null || !opens) {
      refuse(local, peer, segment);
    } else if (!listener.isFull()) {
      TcpConnection opened = new TcpConnection(this, local, peer, listener);
      connections.put(new Ends(local, peer), opened);
      opened.answer(segment);
    }
  }

  private @Nullable TcpListener listener(Endpoint local) {
    TcpListener exact = listeners.get(local);
    return exact != null ? exact : listeners.get(new Endpoint(Ipv4Address.ANY, local.port()));
  }

  void refuse(Endpoint local, Endpoint peer, TcpSegment segment) {
    if (segment.has(Flag.RST)) {
      return;
    }
    try {
      send(
          Ipv4Packet.of(local.address(), peer.address(), resetTo(segment))
              .withFragment(Fragment.DONT));
    } catch (ErrnoException unreachable) {
      // Nobody waits for the answer of a reset.
    }
  }

  /** The reset that answers a segment which belongs to nothing (RFC 9293, 3.10.7.1). */
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

  /** Takes an ICMP error about a segment that this host has sent. */
  public void error(QuotedPacket about, Errno errno) {
    TcpConnection connection = about(about);
    if (connection != null) {
      connection.fail(errno);
    }
  }

  /** Takes the news that a segment was too big for a link on its way. */
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

  Sysctl sysctl() {
    return sysctl;
  }

  EventLoop loop() {
    return loop;
  }

  void send(Ipv4Packet packet) {
    Supplier<TraceRecorder> next = recorder;
    recorder = null;
    output.send(packet, next == null ? null : next.get());
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
