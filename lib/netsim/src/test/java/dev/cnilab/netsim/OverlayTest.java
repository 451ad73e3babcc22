package dev.cnilab.netsim;

import static dev.cnilab.netsim.TestNetwork.ip;
import static dev.cnilab.netsim.TestNetwork.mac;
import static dev.cnilab.netsim.trace.TraceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.TestNetwork.Overlay;
import dev.cnilab.netsim.capture.Tap;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.packet.EthernetFrame;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.packet.UdpDatagram;
import dev.cnilab.netsim.packet.VxlanFrame;
import dev.cnilab.netsim.socket.SocketError;
import dev.cnilab.netsim.socket.SocketOptions.PathMtuDiscovery;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;
import dev.cnilab.netsim.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Two pods on two nodes, over flannel's VXLAN. */
class OverlayTest {
  @AutoClose private final TestNetwork lab = new TestNetwork();
  private final Overlay net = lab.overlay();

  private Vxlan tunnelOf(NetworkNamespace node) {
    return (Vxlan) lab.link(node, "flannel.1");
  }

  @Test
  void a_packet_between_pods_crosses_both_nodes_through_the_tunnel() {
    Trace trace = lab.trace(net.pod1(), "10.244.2.2");

    assertThat(trace)
        .passed("pod-1", "worker-1", "worker-2", "pod-2")
        .has(Step.Encapsulated.class)
        .has(Step.Decapsulated.class)
        .deliveredAt("pod-2")
        .answered();
    assertThat(trace.reply().orElseThrow()).deliveredAt("pod-1");
  }

  @Test
  void the_outer_packet_is_a_udp_datagram_to_port_8472_without_df() {
    List<EthernetFrame> seen = new ArrayList<>();
    lab.run(
        () ->
            lab.link(net.node2(), "eth0")
                .taps()
                .add((frame, direction, time) -> keep(seen, frame, direction)));
    lab.ping(net.pod1(), "10.244.2.2");

    Ipv4Packet outer =
        seen.stream()
            .map(EthernetFrame::payload)
            .filter(Ipv4Packet.class::isInstance)
            .map(Ipv4Packet.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(outer.dontFragment()).isFalse();
    assertThat(outer.source()).isEqualTo(ip("172.30.0.11"));
    UdpDatagram datagram = (UdpDatagram) outer.payload();
    assertThat(datagram.destinationPort()).isEqualTo(8472);
    VxlanFrame inner = VxlanFrame.decode(datagram.data().bytes());
    assertThat(inner.vni()).isEqualTo(1);
    assertThat(((Ipv4Packet) inner.frame().payload()).ttl()).isEqualTo(63);
  }

  private static void keep(List<EthernetFrame> seen, EthernetFrame frame, Tap.Direction way) {
    if (way == Tap.Direction.IN) {
      seen.add(EthernetFrame.decode(frame.encode()));
    }
  }

  @Test
  void the_largest_packet_leaves_room_for_fifty_bytes_of_headers() {
    assertThat(lab.trace(net.pod1(), "10.244.2.2", 1422)).deliveredAt("pod-2").answered();

    SocketError tooLong =
        lab.on(
            () -> {
              var socket = net.pod1().sockets().raw(IcmpMessage.PROTOCOL);
              socket.options().pathMtuDiscovery(PathMtuDiscovery.DO).receiveErrors();
              try {
                socket.send(
                    ip("10.244.2.2"),
                    IcmpMessage.echoRequest(1, 1, dev.cnilab.netsim.packet.Bytes.zeros(1423)));
              } catch (dev.cnilab.netsim.kernel.ErrnoException expected) {
                assertThat(expected).hasMessage("Message too long");
              }
              return (SocketError) socket.receive(java.time.Duration.ZERO);
            });
    assertThat(tooLong.info()).isEqualTo(1450);
  }

  @Test
  void a_tunnel_without_an_fdb_entry_for_the_destination_drops_the_packet() {
    lab.run(() -> tunnelOf(net.node1()).fdb().remove(mac("02:00:00:00:ff:02")));

    assertThat(lab.trace(net.pod1(), "10.244.2.2"))
        .droppedAt("worker-1", DropReason.NO_TX_TARGET)
        .because("no fdb entry of flannel.1 for 02:00:00:00:ff:02");
    assertThat(lab.on(() -> tunnelOf(net.node1()).statistics().txDropped())).isEqualTo(1);
  }

  @Test
  void a_vtep_counts_and_drops_a_frame_for_another_mac_address() {
    lab.run(
        () -> {
          net.node1()
              .neighbors()
              .replace(
                  ip("10.244.2.0"),
                  tunnelOf(net.node1()),
                  mac("02:00:00:00:ff:09"),
                  dev.cnilab.netsim.neighbor.NeighborState.PERMANENT);
          tunnelOf(net.node1()).fdb().append(mac("02:00:00:00:ff:09"), ip("172.30.0.12"));
        });

    assertThat(lab.trace(net.pod1(), "10.244.2.2"))
        .droppedAt("worker-2", DropReason.OTHERHOST)
        .because("the frame is not for 02:00:00:00:ff:02");
    assertThat(lab.on(() -> tunnelOf(net.node2()).statistics().rxBytes())).isEqualTo(84);
  }

  @Test
  void a_tunnel_that_goes_down_loses_its_routes_and_neighbors() {
    lab.run(() -> tunnelOf(net.node1()).setDown());

    assertThat(lab.trace(net.pod1(), "10.244.2.2")).droppedAt("worker-1", DropReason.IP_INNOROUTES);
    assertThat(lab.on(() -> net.node1().neighbors().list()))
        .noneMatch(entry -> entry.link().name().equals("flannel.1"));
  }

  @Test
  void a_node_without_the_tunnel_drops_its_packets_for_lack_of_a_socket() {
    lab.run(() -> tunnelOf(net.node2()).setDown());

    assertThat(lab.trace(net.pod1(), "10.244.2.2"))
        .droppedAt("worker-2", DropReason.NO_SOCKET)
        .because("no socket is bound to UDP port 8472");
  }

  @Test
  void a_packet_to_a_missing_vtep_is_dropped_when_arp_fails() {
    lab.run(() -> tunnelOf(net.node1()).fdb().replace(mac("02:00:00:00:ff:02"), ip("172.30.0.9")));

    assertThat(lab.trace(net.pod1(), "10.244.2.2"))
        .droppedAt("worker-1", DropReason.NEIGH_FAILED)
        .because("nobody on eth0 answered ARP for 172.30.0.9");
  }

  @Test
  void networks_with_the_same_seed_have_the_same_trace() {
    try (TestNetwork first = new TestNetwork(7);
        TestNetwork second = new TestNetwork(7)) {
      assertThat(first.trace(first.overlay().pod1(), "10.244.2.2"))
          .isEqualTo(second.trace(second.overlay().pod1(), "10.244.2.2"));
    }
  }
}
