package dev.cnilab.userland.kernel.network;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.netsim.tcp.TcpState;
import dev.cnilab.userland.kernel.GeneratedText;
import dev.cnilab.userland.kernel.LittleEndian;
import java.util.List;

/**
 * /proc/net/tcp and /proc/net/udp (net/ipv4/tcp_ipv4.c, udp.c). Their timer columns are empty here;
 * {@code ss -o} shows timers.
 */
record SocketText(SocketOwners owners) {
  private static final int WIDTH = 149;
  private static final int WIDTH_UDP = 127;
  private static final String COLUMNS =
      "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout"
          + " inode";

  private static final Endpoint NOBODY = new Endpoint(Ipv4Address.ANY, 0);

  void tcp(NetworkNamespace network, GeneratedText text) {
    text.line(COLUMNS, WIDTH);
    int number = 0;
    for (TcpListener each : List.copyOf(network.tcp().listeners())) {
      String ends = ends(each.local(), NOBODY, TcpState.LISTEN, 0, each.waiting());
      text.line("%4d: ".formatted(number++) + ends + owner(each) + " 100 0 0 10 0", WIDTH);
    }
    for (TcpConnection each : List.copyOf(network.tcp().connections())) {
      String ends =
          ends(each.local(), each.peer(), each.state(), each.sendQueue(), each.receiveQueue());
      text.line("%4d: ".formatted(number++) + ends + owner(each) + " 20 4 30 10 -1", WIDTH);
    }
  }

  void udp(NetworkNamespace network, GeneratedText text) {
    text.line(" " + COLUMNS + " ref pointer drops", WIDTH_UDP);
    for (UdpSocket each : List.copyOf(network.sockets().boundUdp())) {
      Endpoint local = new Endpoint(each.localAddress(), each.localPort());
      TcpState state = each.peer().isPresent() ? TcpState.ESTABLISHED : TcpState.CLOSED;
      udp(
          text,
          local,
          ends(local, each.peer().orElse(NOBODY), state, 0, each.receiveQueue()),
          each);
    }
    for (Vxlan each : List.copyOf(network.links().tunnels().listening())) {
      Endpoint local = new Endpoint(Ipv4Address.ANY, each.settings().port());
      udp(text, local, ends(local, NOBODY, TcpState.CLOSED, 0, 0), each);
    }
  }

  /** /proc/net/sockstat: the memory of all of them is not counted. */
  String summary(NetworkNamespace network) {
    long waiting =
        network.tcp().connections().stream()
            .filter(each -> each.state() == TcpState.TIME_WAIT)
            .count();
    long tcp = network.tcp().listeners().size() + network.tcp().connections().size() - waiting;
    int udp = network.sockets().boundUdp().size() + network.links().tunnels().listening().size();
    return """
    sockets: used %d
    TCP: inuse %d orphan 0 tw %d alloc %d mem 0
    UDP: inuse %d mem 0
    UDPLITE: inuse 0
    RAW: inuse 0
    FRAG: inuse 0 memory 0
    """
        .formatted(tcp + udp, tcp, waiting, tcp, udp);
  }

  private void udp(GeneratedText text, Endpoint local, String ends, Object socket) {
    text.line("%5d: ".formatted(local.port()) + ends + owner(socket) + " 0", WIDTH_UDP);
  }

  private static String ends(
      Endpoint local, Endpoint peer, TcpState state, int sendQueue, int receiveQueue) {
    return "%s:%04X %s:%04X %02X %08X:%08X 00:00000000 00000000 "
        .formatted(
            LittleEndian.hex(local.address()),
            local.port(),
            LittleEndian.hex(peer.address()),
            peer.port(),
            code(state),
            sendQueue,
            receiveQueue);
  }

  private String owner(Object socket) {
    return "%5d        0 %d 1 0000000000000000"
        .formatted(owners.user(socket), owners.inode(socket));
  }

  /** The state's number in include/net/tcp_states.h. */
  private static int code(TcpState state) {
    return switch (state) {
      case ESTABLISHED -> 1;
      case SYN_SENT -> 2;
      case SYN_RECV -> 3;
      case FIN_WAIT_1 -> 4;
      case FIN_WAIT_2 -> 5;
      case TIME_WAIT -> 6;
      case CLOSED -> 7;
      case CLOSE_WAIT -> 8;
      case LAST_ACK -> 9;
      case LISTEN -> 10;
      case CLOSING -> 11;
    };
  }
}
