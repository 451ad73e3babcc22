package dev.cnilab.netsim;

import static dev.cnilab.netsim.TestNetwork.ip;
import static dev.cnilab.netsim.trace.TraceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.TestNetwork.Routed;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.capture.Tap;
import dev.cnilab.netsim.link.Ipip;
import dev.cnilab.netsim.packet.EncapsulatedPacket;
import dev.cnilab.netsim.packet.EthernetFrame;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.route.fib.RouteRequest;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Two hosts with a router between them, and on each a tunnel without a remote address, as in
 * Calico.
 */
class IpipTest {
  @AutoClose private final TestNetwork lab = new TestNetwork();
  private final Routed net = lab.routed();

  private static String addressOf(NetworkNamespace host) {
    return host.links().find("eth0").orElseThrow().addresses().getFirst().address().toString();
  }

  private void tunnel(NetworkNamespace from, String own, String other, NetworkNamespace to) {
    lab.run(
        () -> {
          Ipip tunl0 = from.links().addIpip("tunl0", null, null);
          tunl0.inet().add(Ipv4Prefix.parse(own + "/32"));
          tunl0.setUp();
          from.routes()
              .add(
                  RouteRequest.to(Ipv4Prefix.parse(other + "/32"))
                      .viaOnlink(ip(addressOf(to)), tunl0));
        });
  }

  private void tunnels() {
    tunnel(net.a(), "192.168.1.1", "192.168.2.1", net.b());
    tunnel(net.b(), "192.168.2.1", "192.168.1.1", net.a());
  }

  @Test
  void an_ipip_tunnel_encapsulates_packets_to_the_next_hop_of_the_route() {
    tunnels();
    List<Ipv4Packet> seen = new ArrayList<>();
    lab.run(
        () ->
            lab.link(net.b(), "eth0")
                .taps()
                .add(
                    (frame, direction, time) -> {
                      if (direction == Tap.Direction.IN
                          && EthernetFrame.decode(frame.encode()).payload()
                              instanceof Ipv4Packet packet) {
                        seen.add(packet);
                      }
                    }));

    assertThat(lab.trace(net.a(), "192.168.2.1"))
        .passed("a", "r", "b")
        .has(Step.Encapsulated.class)
        .has(Step.Decapsulated.class)
        .deliveredAt("b")
        .answered();

    Ipv4Packet outer = seen.getFirst();
    assertThat(outer.protocol()).isEqualTo(4);
    assertThat(outer.dontFragment()).isTrue();
    assertThat(outer.destination()).isEqualTo(ip(addressOf(net.b())));
    assertThat(((EncapsulatedPacket) outer.payload()).inner().source())
        .isEqualTo(ip("192.168.1.1"));
  }

  @Test
  void a_host_without_a_tunnel_drops_ipip_packets_as_an_unknown_protocol() {
    tunnel(net.a(), "192.168.1.1", "192.168.2.1", net.b());

    assertThat(lab.trace(net.a(), "192.168.2.1")).droppedAt("b", DropReason.IP_NOPROTO);
  }

  @Test
  void the_mtu_of_an_ipip_tunnel_is_20_bytes_below_that_of_the_wire() {
    tunnels();

    assertThat(lab.on(() -> lab.link(net.a(), "tunl0").mtu())).isEqualTo(1480);
    assertThat(lab.trace(net.a(), "192.168.2.1", 1452)).deliveredAt("b");
  }
}
