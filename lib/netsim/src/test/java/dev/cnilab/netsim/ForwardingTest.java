package dev.cnilab.netsim;

import static dev.cnilab.netsim.TestNetwork.ip;
import static dev.cnilab.netsim.trace.TraceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.netsim.TestNetwork.Routed;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.ip.RouteQuery;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.route.fib.RouteRequest;
import dev.cnilab.netsim.socket.RawSocket;
import dev.cnilab.netsim.socket.Received;
import dev.cnilab.netsim.socket.SocketError;
import dev.cnilab.netsim.socket.SocketOptions.PathMtuDiscovery;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;
import dev.cnilab.netsim.trace.Trace;
import dev.cnilab.netsim.trace.TraceRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ForwardingTest {
  @AutoClose private final TestNetwork lab = new TestNetwork();
  private final Routed net = lab.routed();

  private SocketError errorOf(String to, int size) {
    return lab.ping(net.a(), to, size).map(SocketError.class::cast).orElseThrow();
  }

  @Test
  void a_router_decrements_the_ttl_of_a_packet_that_it_forwards() {
    Trace trace = lab.trace(net.a(), "10.0.2.2");

    assertThat(trace).passed("a", "r", "b").deliveredAt("b").answered();
    assertThat(trace.hops().get(1).steps()).contains(new Step.Forwarded(63));
    assertThat(trace.reply().orElseThrow()).passed("b", "r", "a").deliveredAt("a");
  }

  @Test
  void a_router_with_forwarding_off_drops_packets_silently() {
    lab.sysctl(net.r(), "net.ipv4.ip_forward", 0);

    assertThat(lab.trace(net.a(), "10.0.2.2"))
        .droppedAt("r", DropReason.IP_INADDRERRORS)
        .because("net.ipv4.conf.eth0.forwarding is 0");
    assertThat(lab.ping(net.a(), "10.0.2.2")).isEmpty();
    assertThat(lab.ping(net.a(), "10.0.2.1")).isPresent();
  }

  @Test
  void a_router_without_a_route_answers_net_unreachable() {
    assertThat(lab.trace(net.a(), "203.0.113.9"))
        .droppedAt("r", DropReason.IP_INNOROUTES)
        .because("no route to 203.0.113.9");

    SocketError error = errorOf("203.0.113.9", 56);
    assertThat(error.offender()).isEqualTo(ip("10.0.1.1"));
    assertThat(error.code()).isEqualTo(IcmpMessage.NET_UNREACHABLE);
  }

  @Test
  void a_blackhole_route_drops_silently_and_a_prohibit_route_sends_an_error() {
    lab.run(
        () -> {
          net.r()
              .routes()
              .add(RouteRequest.to(Ipv4Prefix.parse("10.11.0.0/16")).type(RouteType.BLACKHOLE));
          net.r()
              .routes()
              .add(RouteRequest.to(Ipv4Prefix.parse("10.13.0.0/16")).type(RouteType.PROHIBIT));
        });

    assertThat(lab.trace(net.a(), "10.11.0.1"))
        .droppedAt("r", DropReason.NOT_SPECIFIED)
        .because("blackhole 10.11.0.0/16");
    assertThat(lab.ping(net.a(), "10.11.0.1")).isEmpty();
    assertThat(errorOf("10.13.0.1", 56).code()).isEqualTo(IcmpMessage.ADMINISTRATIVELY_PROHIBITED);
  }

  @Test
  void net_unreachable_errors_are_limited_to_a_burst_of_two_and_one_per_two_seconds() {
    List<TraceRecorder> sent = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      sent.add(lab.send(net.a(), "203.0.113.9", 56, socket -> {}));
    }
    lab.advance(Duration.ofSeconds(1));
    assertThat(answered(sent)).isEqualTo(2);

    lab.advance(Duration.ofSeconds(2));
    sent.add(lab.send(net.a(), "203.0.113.9", 56, socket -> {}));
    sent.add(lab.send(net.a(), "203.0.113.9", 56, socket -> {}));
    lab.advance(Duration.ofSeconds(1));
    assertThat(answered(sent)).isEqualTo(3);
  }

  private long answered(List<TraceRecorder> sent) {
    return lab.on(() -> sent.stream().filter(each -> each.trace().error().isPresent()).count());
  }

  @Test
  void a_packet_larger_than_the_next_mtu_is_dropped_and_its_sender_learns_the_path_mtu() {
    lab.run(() -> lab.link(net.r(), "eth1").setMtu(1400));

    assertThat(lab.trace(net.a(), "10.0.2.2", 1472))
        .droppedAt("r", DropReason.PKT_TOO_BIG)
        .because("1500 bytes with DF, the mtu of eth1 is 1400");
    assertThat(lab.on(() -> net.a().ipv4().answers().to(RouteQuery.to(ip("10.0.2.2")))).pathMtu())
        .isEqualTo(1400);
    assertThat(errorOfOwnHost(1472).info()).isEqualTo(1400);
  }

  private SocketError errorOfOwnHost(int size) {
    return lab.on(
        () -> {
          RawSocket socket = net.a().sockets().raw(IcmpMessage.PROTOCOL);
          socket.options().pathMtuDiscovery(PathMtuDiscovery.DO).receiveErrors();
          assertThatThrownBy(() -> socket.send(ip("10.0.2.2"), request(size)))
              .hasMessage("Message too long");
          return (SocketError) socket.receive(Duration.ZERO);
        });
  }

  private static IcmpMessage request(int size) {
    return IcmpMessage.echoRequest(1, 1, Bytes.zeros(size));
  }

  @Test
  void a_packet_without_df_is_fragmented_and_reassembled() {
    lab.run(() -> lab.link(net.r(), "eth1").setMtu(1400));

    assertThat(lab.trace(net.a(), "10.0.2.2", 1472, PathMtuDiscovery.DONT))
        .deliveredAt("b")
        .has(Step.Fragmented.class)
        .has(Step.Reassembled.class)
        .answered();
  }

  @Test
  void a_router_reports_a_packet_whose_ttl_expires() {
    Trace trace = lab.trace(net.a(), "10.0.2.2", 56, socket -> socket.options().ttl(1));

    assertThat(trace).droppedAt("r", DropReason.IP_INHDR).because("the ttl is 1");
    assertThat(trace.error().orElseThrow()).passed("r", "a").deliveredAt("a");
  }

  @Test
  void strict_rp_filter_drops_packets_whose_return_path_is_another_link() {
    lab.run(
        () -> {
          lab.link(net.a(), "lo").inet().add(Ipv4Prefix.parse("10.55.0.1/32"));
          net.r()
              .routes()
              .add(
                  RouteRequest.to(Ipv4Prefix.parse("10.55.0.0/16")).dev(lab.link(net.r(), "eth1")));
        });
    lab.ping(net.a(), "10.0.1.1"); // otherwise ARP from that source would already be dropped
    lab.sysctl(net.r(), "net.ipv4.conf.all.rp_filter", 1);

    assertThat(traceFrom("10.55.0.1"))
        .droppedAt("r", DropReason.IP_RPFILTER)
        .because("rp_filter of eth0 is 1");

    lab.sysctl(net.r(), "net.ipv4.conf.all.rp_filter", 2);
    assertThat(traceFrom("10.55.0.1")).deliveredAt("b");
  }

  private Trace traceFrom(String source) {
    return lab.trace(net.a(), "10.0.2.2", 56, socket -> socket.bind(ip(source)));
  }

  @Test
  void the_last_router_reports_a_missing_host_as_unreachable() {
    SocketError error = errorOf("10.0.2.77", 56);

    assertThat(error.offender()).isEqualTo(ip("10.0.1.1"));
    assertThat(error.code()).isEqualTo(IcmpMessage.HOST_UNREACHABLE);
    assertThat(lab.trace(net.a(), "10.0.2.77"))
        .droppedAt("r", DropReason.NEIGH_FAILED)
        .because("nobody on eth1 answered ARP for 10.0.2.77");
  }

  @Test
  void icmp_echo_ignore_all_drops_echo_requests() {
    lab.sysctl(net.b(), "net.ipv4.icmp_echo_ignore_all", 1);

    assertThat(lab.trace(net.a(), "10.0.2.2"))
        .droppedAt("b", DropReason.NOT_SPECIFIED)
        .because("net.ipv4.icmp_echo_ignore_all is 1");
  }

  @Test
  void a_round_trip_through_a_router_takes_less_than_half_a_millisecond() {
    lab.ping(net.a(), "10.0.2.2");
    CompletableFuture<Long> time = new CompletableFuture<>();
    lab.run(() -> lab.loop().spawn("ping", () -> time.complete(roundTrip())));
    lab.advance(Duration.ofSeconds(1));
    assertThat(time.join()).isBetween(20_000L, 500_000L);
  }

  private long roundTrip() {
    try (RawSocket socket = net.a().sockets().raw(IcmpMessage.PROTOCOL)) {
      long start = lab.loop().nanoTime();
      socket.send(ip("10.0.2.2"), request(56));
      Received.Packet reply = (Received.Packet) socket.receive(Duration.ofSeconds(1));
      return reply.nanoTime() - start;
    }
  }
}
