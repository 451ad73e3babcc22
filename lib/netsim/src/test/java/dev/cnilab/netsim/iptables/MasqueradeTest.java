package dev.cnilab.netsim.iptables;

import static dev.cnilab.netsim.Topology.CLIENT;
import static dev.cnilab.netsim.Topology.ROUTER;
import static dev.cnilab.netsim.Topology.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.iptables.match.PacketMatch;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.route.fib.RouteRequest;
import dev.cnilab.netsim.socket.UdpSocket;
import dev.cnilab.netsim.socket.UdpSocket.Datagram;
import dev.cnilab.netsim.trace.Trace;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Masquerading, and what of it goes back. */
class MasqueradeTest extends FilteringRouter {
  private void masquerade() {
    rule(
        TableName.NAT,
        "POSTROUTING",
        new Target.Masquerade(false),
        new PacketMatch.Source(Ipv4Prefix.parse("10.0.1.0/24")),
        new Match.Not(new PacketMatch.Destination(Ipv4Prefix.parse("10.0.1.0/24"))));
  }

  /** What the server sees of a datagram from the client, which receives it back. */
  private Datagram exchange() {
    return net.await(
        () -> {
          try (UdpSocket server = net.server().sockets().udp();
              UdpSocket client = net.client().sockets().udp()) {
            server.bind(Ipv4Address.ANY, 53);
            client.connect(SERVER, 53);
            client.send(Bytes.of("ask"));
            Datagram asked = server.receive(SECOND);
            server.sendTo(asked.source(), asked.sourcePort(), Bytes.of("answer"));
            assertThat(client.receive(SECOND).data().text()).isEqualTo("answer");
            return asked;
          }
        });
  }

  @Test
  void the_server_sees_the_client_address_without_a_rule() {
    assertThat(exchange().source()).isEqualTo(CLIENT);
  }

  @Test
  void the_server_sees_the_router_address_with_masquerade() {
    masquerade();
    assertThat(exchange().source()).isEqualTo(ROUTER);
  }

  @Test
  void masquerade_uses_the_address_of_another_link_if_the_output_link_has_none() {
    masquerade();
    net.run(
        () -> {
          Link toServer = net.router().links().find("eth1").orElseThrow();
          toServer.inet().remove(Ipv4Prefix.parse("10.0.2.1/24"));
          net.router().routes().add(RouteRequest.to(Ipv4Prefix.of(SERVER)).dev(toServer));
        });
    assertThat(asked().source()).isEqualTo(Ipv4Address.parse("10.0.1.1"));
  }

  /** What the server sees of a datagram from the client. */
  private Datagram asked() {
    return net.await(
        () -> {
          try (UdpSocket server = net.server().sockets().udp();
              UdpSocket client = net.client().sockets().udp()) {
            server.bind(Ipv4Address.ANY, 53);
            client.sendTo(SERVER, 53, Bytes.of("ask"));
            return server.receive(SECOND);
          }
        });
  }

  @Test
  void masquerade_picks_another_port_if_the_original_port_is_taken() {
    masquerade();
    net.run(
        () -> {
          // The server already uses this port towards the router's address and port.
          UdpSocket first = net.router().sockets().udp();
          first.bind(ROUTER, 5000);
          first.sendTo(SERVER, 53, Bytes.of("router's own"));
          UdpSocket second = net.client().sockets().udp();
          second.bind(CLIENT, 5000);
          second.sendTo(SERVER, 53, Bytes.of("client's"));
        });
    net.loop().advance(SECOND);
    List<Integer> ports =
        net.loop()
            .call(
                () ->
                    net.router().connections().connections().stream()
                        .map(each -> each.reply().destinationPort())
                        .toList());
    assertThat(ports).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void echo_replies_and_icmp_errors_pass_back_through_masquerade() {
    masquerade();
    assertThat(net.ping(net.client(), SERVER).reply()).isPresent();
    Trace lost = net.ping(net.client(), Ipv4Address.parse("10.0.2.99"));
    assertThat(lost.error().orElseThrow().isDelivered()).isTrue();
  }
}
