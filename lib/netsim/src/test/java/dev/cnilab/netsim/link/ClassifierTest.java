package dev.cnilab.netsim.link;

import static dev.cnilab.netsim.TestNetwork.ip;
import static dev.cnilab.netsim.TestNetwork.mac;
import static dev.cnilab.netsim.trace.TraceAssert.assertThat;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.TestNetwork;
import dev.cnilab.netsim.TestNetwork.Overlay;
import dev.cnilab.netsim.TestNetwork.Routed;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Classifier.Action;
import dev.cnilab.netsim.neighbor.NeighborState;
import dev.cnilab.netsim.packet.Ipv4Packet;
import dev.cnilab.netsim.route.fib.RouteRequest;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Programs at the ingress and egress of links. */
class ClassifierTest {
  @AutoClose private final TestNetwork lab = new TestNetwork();

  private static Action refuseIpv4(Skb skb) {
    return skb.payload() instanceof Ipv4Packet
        ? new Action.Drop("Policy denied")
        : new Action.Pass();
  }

  @Test
  void a_packet_that_a_tc_program_rejects_is_dropped_at_ingress_or_egress() {
    Overlay net = lab.overlay();
    Veth pod = (Veth) lab.link(net.pod1(), "eth0");

    lab.run(() -> pod.peer().trafficControl().classifyIngress(ClassifierTest::refuseIpv4));
    assertThat(lab.trace(net.pod1(), "10.244.2.2"))
        .droppedAt("worker-1", DropReason.TC_INGRESS)
        .because("Policy denied");

    lab.run(
        () -> {
          pod.peer().trafficControl().classifyIngress(null);
          lab.link(net.node2(), "cni0").trafficControl().classifyEgress(ClassifierTest::refuseIpv4);
        });
    assertThat(lab.trace(net.pod1(), "10.244.2.2")).droppedAt("worker-2", DropReason.TC_EGRESS);
  }

  @Test
  void an_external_tunnel_sends_a_packet_where_its_tunnel_key_says() {
    Routed net = lab.routed();
    lab.run(
        () -> {
          tunnel(net.a(), "10.9.0.1/32", "10.9.0.2/32");
          tunnel(net.b(), "10.9.0.2/32", "10.9.0.1/32");
        });
    assertThat(lab.trace(net.a(), "10.9.0.2")).droppedAt(net.a().name(), DropReason.TUNNEL_TXINFO);

    lab.run(
        () -> {
          key(net.a(), net.b());
          key(net.b(), net.a());
        });
    assertThat(lab.trace(net.a(), "10.9.0.2"))
        .has(Step.Encapsulated.class)
        .has(Step.Decapsulated.class)
        .answered();
  }

  private static void tunnel(NetworkNamespace host, String own, String other) {
    Vxlan vxlan = host.links().addVxlan("vx", VxlanSettings.of(0).byKey());
    vxlan.setAddress(mac("02:00:00:00:00:0" + own.charAt(7)));
    vxlan.inet().add(Ipv4Prefix.parse(own));
    vxlan.setUp();
    host.routes().add(RouteRequest.to(Ipv4Prefix.parse(other)).dev(vxlan));
    host.neighbors()
        .replace(
            ip(other.replace("/32", "")),
            vxlan,
            mac("02:00:00:00:00:0" + other.charAt(7)),
            NeighborState.PERMANENT);
  }

  private static void key(NetworkNamespace from, NetworkNamespace to) {
    TunnelKey key = new TunnelKey(7, addressOf(to));
    from.links()
        .find("vx")
        .orElseThrow()
        .trafficControl()
        .classifyEgress(
            skb -> {
              skb.tunnelKey(key);
              return new Action.Pass();
            });
  }

  private static Ipv4Address addressOf(NetworkNamespace host) {
    return host.links().all().stream()
        .filter(link -> !(link instanceof Loopback) && !(link instanceof Vxlan))
        .flatMap(link -> link.addresses().stream())
        .findFirst()
        .orElseThrow()
        .local()
        .address();
  }
}
