package dev.cnilab.userland.net.sockets.report;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.netsim.tcp.TcpState;
import dev.cnilab.userland.process.Process;
import java.util.ArrayList;
import java.util.List;

/**
 * A socket as {@code ss} and {@code netstat} list it.
 *
 * @param protocol tcp or udp
 * @param peer address and port are 0 if it has none
 * @param socket the socket that a process holds; the link for the socket of a VXLAN link, which the
 *     kernel holds
 */
record SocketEntry(
    String protocol,
    TcpState state,
    int receiveQueue,
    int sendQueue,
    Endpoint local,
    Endpoint peer,
    Object socket) {
  private static final Endpoint NOBODY = new Endpoint(Ipv4Address.ANY, 0);

  /** The sockets of a process's network namespace: UDP, then TCP, newest first. */
  static List<SocketEntry> all(Process process) {
    List<SocketEntry> entries = new ArrayList<>(udp(process));
    entries.addAll(tcp(process));
    return entries;
  }

  static List<SocketEntry> udp(Process process) {
    List<SocketEntry> entries = new ArrayList<>();
    for (UdpSocket each : process.network().sockets().boundUdp().reversed()) {
      TcpState state = each.peer().isPresent() ? TcpState.ESTABLISHED : TcpState.CLOSED;
      Endpoint local = new Endpoint(each.localAddress(), each.localPort());
      entries.add(
          new SocketEntry(
              "udp", state, each.receiveQueue(), 0, local, each.peer().orElse(NOBODY), each));
    }
    for (Vxlan each : process.network().links().tunnels().listening()) {
      Endpoint local = new Endpoint(Ipv4Address.ANY, each.settings().port());
      entries.add(new SocketEntry("udp", TcpState.CLOSED, 0, 0, local, NOBODY, each));
    }
    return entries;
  }

  static List<SocketEntry> tcp(Process process) {
    List<SocketEntry> entries = new ArrayList<>();
    List<TcpListener> listeners = List.copyOf(process.network().tcp().listeners());
    for (TcpListener each : listeners.reversed()) {
      entries.add(
          new SocketEntry(
              "tcp", TcpState.LISTEN, each.waiting(), each.backlog(), each.local(), NOBODY, each));
    }
    List<TcpConnection> connections = List.copyOf(process.network().tcp().connections());
    for (TcpConnection each : connections.reversed()) {
      entries.add(
          new SocketEntry(
              "tcp",
              each.state(),
              each.receiveQueue(),
              each.sendQueue(),
              each.local(),
              each.peer(),
              each));
    }
    return entries;
  }

  boolean listens() {
    return state == TcpState.LISTEN || (protocol.equals("udp") && state == TcpState.CLOSED);
  }
}
