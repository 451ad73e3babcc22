package dev.cnilab.netsim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.LinkAddress;
import dev.cnilab.netsim.link.Loopback;
import dev.cnilab.netsim.link.Veth;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.packet.UdpDatagram;
import dev.cnilab.netsim.route.RouteType;
import dev.cnilab.netsim.route.fib.RouteRequest;
import dev.cnilab.netsim.socket.RawSocket;
import dev.cnilab.netsim.socket.SocketOptions.PathMtuDiscovery;
import dev.cnilab.netsim.trace.Hop;
import dev.cnilab.netsim.trace.Step;
import dev.cnilab.netsim.trace.Trace;
import dev.cnilab.netsim.trace.TraceRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/** Random networks, set up correctly and incorrectly: the trace of every packet tells its fate. */
class NoPacketIsLostSilentlyTest {
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);

  @Property(tries = 60, seed = "1")
  void every_packet_is_delivered_over_a_complete_path_or_dropped_with_a_reason(@ForAll long seed) {
    Random random = new Random(seed);
    try (TestNetwork lab = new TestNetwork(seed)) {
      List<NetworkNamespace> hosts = network(lab, random);
      List<TraceRecorder> sent = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        sent.addAll(lab.on(() -> send(hosts, random)));
      }
      lab.advance(LONG_ENOUGH);
      for (TraceRecorder recorder : sent) {
        Trace trace = lab.on(recorder::trace);
        check(trace);
        Statistics.label("fate").collect(trace.isDelivered() ? "delivered" : "dropped");
      }
    }
    Statistics.label("fate")
        .coverage(
            coverage -> {
              coverage.check("delivered").percentage(share -> share > 10);
              coverage.check("dropped").percentage(share -> share > 10);
            });
  }

  private static void check(Trace trace) {
    checkWay(trace.hops());
    trace.copies().forEach(copy -> checkSteps(copy));
    trace.consequences().forEach(NoPacketIsLostSilentlyTest::check);
  }

  private static void checkWay(List<Hop> hops) {
    assertThat(hops).isNotEmpty();
    assertThat(hops.get(hops.size() - 1).last().isEnd())
        .as("the way ends with a delivery or a drop: %s", hops)
        .isTrue();
    checkSteps(hops);
  }

  /**
   * Checks that each packet begins where it was sent and gets to the next namespace over a link.
   */
  private static void checkSteps(List<Hop> hops) {
    Step first = hops.get(0).steps().get(0);
    assertThat(first instanceof Step.Sent || first instanceof Step.Dropped).isTrue();
    for (int i = 1; i < hops.size(); i++) {
      assertThat(hops.get(i - 1).last()).isInstanceOf(Step.Transmitted.class);
      assertThat(hops.get(i).steps().get(0)).isInstanceOf(Step.Received.class);
      assertThat(hops.get(i).nanoTime()).isGreaterThan(hops.get(i - 1).nanoTime());
    }
  }

  private static List<NetworkNamespace> network(TestNetwork lab, Random random) {
    List<NetworkNamespace> hosts = new ArrayList<>();
    for (int i = 0; i < 3 + random.nextInt(4); i++) {
      hosts.add(lab.namespace("host-" + i));
    }
    for (int i = 0; i < hosts.size() + random.nextInt(4); i++) {
      NetworkNamespace one = hosts.get(i % hosts.size());
      NetworkNamespace other = hosts.get(random.nextInt(hosts.size()));
      int number = i;
      Veth veth = lab.wire(one, "a" + i, other, "b" + i);
      lab.run(() -> configure(veth, number, random));
    }
    hosts.forEach(host -> lab.run(() -> mistreat(host, random)));
    return hosts;
  }

  private static void configure(Veth veth, int number, Random random) {
    veth.inet().add(new Ipv4Prefix(new Ipv4Address(10 << 24 | number << 8 | 1), 24));
    veth.peer().inet().add(new Ipv4Prefix(new Ipv4Address(10 << 24 | number << 8 | 2), 24));
    if (random.nextInt(4) == 0) {
      veth.setMtu(576 + random.nextInt(1000));
    }
    if (random.nextInt(8) == 0) {
      veth.peer().setDown();
    }
  }

  /** Adds random routes and settings, sensible and senseless ones. */
  private static void mistreat(NetworkNamespace host, Random random) {
    host.sysctl().set("net.ipv4.ip_forward", random.nextInt(4) == 0 ? "0" : "1");
    host.sysctl().set("net.ipv4.conf.all.rp_filter", "" + Math.max(0, random.nextInt(5) - 2));
    if (random.nextInt(6) == 0) {
      host.sysctl().set("net.ipv4.icmp_echo_ignore_all", "1");
    }
    List<Link> links = host.links().all().stream().filter(each -> !isLoopback(each)).toList();
    for (Link link : links) {
      RouteType type =
          random.nextInt(6) == 0 ? RouteType.values()[random.nextInt(7)] : RouteType.UNICAST;
      int network = random.nextInt(12);
      Ipv4Prefix prefix =
          random.nextBoolean()
              ? Ipv4Prefix.DEFAULT
              : new Ipv4Prefix(new Ipv4Address(10 << 24 | network << 8), 24);
      try {
        RouteRequest request = RouteRequest.to(prefix).type(type).metric(random.nextInt(3));
        host.routes().add(random.nextInt(4) == 0 ? request.dev(link) : via(request, link));
      } catch (ErrnoException refused) {
        assertThat(refused.getMessage()).isNotEmpty();
      }
    }
  }

  private static boolean isLoopback(Link link) {
    return link instanceof Loopback;
  }

  private static RouteRequest via(RouteRequest request, Link link) {
    LinkAddress own = link.addresses().get(0);
    return request.via(new Ipv4Address(own.address().bits() ^ 3));
  }

  /** Sends a traced packet from a random host; none if the sender gets an error at once. */
  private static List<TraceRecorder> send(List<NetworkNamespace> hosts, Random random) {
    NetworkNamespace from = hosts.get(random.nextInt(hosts.size()));
    Ipv4Address to = destination(hosts, random);
    Bytes data = Bytes.zeros(random.nextInt(2000));
    try (RawSocket socket = from.sockets().raw(random.nextBoolean() ? 1 : 17)) {
      socket.options().ttl(1 + random.nextInt(64)).broadcast();
      socket.options().pathMtuDiscovery(PathMtuDiscovery.values()[random.nextInt(4)]);
      return List.of(
          random.nextInt(4) > 0
              ? socket.trace(to, IcmpMessage.echoRequest(1, 1, data))
              : socket.trace(to, new UdpDatagram(5000, 6000, data)));
    } catch (ErrnoException refused) {
      return List.of();
    }
  }

  /** Usually an address of some host. */
  private static Ipv4Address destination(List<NetworkNamespace> hosts, Random random) {
    List<LinkAddress> addresses =
        hosts.get(random.nextInt(hosts.size())).links().all().stream()
            .flatMap(link -> link.addresses().stream())
            .toList();
    return random.nextInt(4) == 0
        ? new Ipv4Address(10 << 24 | random.nextInt(10) << 8 | random.nextInt(4))
        : addresses.get(random.nextInt(addresses.size())).address();
  }
}
