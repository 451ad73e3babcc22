package dev.cnilab.netsim.benchmark;

import dev.cnilab.netsim.Network;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.Nic;
import dev.cnilab.netsim.link.Segment;
import dev.cnilab.netsim.link.Veth;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.link.VxlanSettings;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.neighbor.NeighborState;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.route.fib.RouteRequest;
import dev.cnilab.netsim.socket.UdpSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** How fast packets travel along pod, bridge, VXLAN, bridge, pod. */
final class PacketRate {
  private static final int PORT = 9;
  private static final int BURST = 200;

  /**
   * A number of packets, not seconds: on a busy machine the JIT compiler may not get to run for
   * seconds.
   */
  private static final int WARM_UP = 4_000_000;

  private static final int MEASURED = 8_000_000;

  private final EventLoop loop = EventLoop.onDemand(1);
  private final Network network = new Network(loop);

  /**
   * Datagrams per second on one core and without a trace. A task of the loop sends them, so no time
   * is spent on waking threads.
   */
  long perSecond() {
    CompletableFuture<Long> rate = new CompletableFuture<>();
    loop.call(
        () -> {
          UdpSocket socket = overlay().sockets().udp();
          loop.spawn(
              "sender",
              () -> {
                rateOf(socket, WARM_UP);
                rate.complete(rateOf(socket, MEASURED));
              });
          return loop.waiting();
        });
    long packets = rate.join();
    loop.close();
    return packets;
  }

  private long rateOf(UdpSocket socket, int packets) {
    Ipv4Address target = Ipv4Address.parse("10.244.2.2");
    Bytes data = Bytes.zeros(64);
    long begun = System.nanoTime();
    for (int sent = 0; sent < packets; sent += BURST) {
      for (int i = 0; i < BURST; i++) {
        socket.sendTo(target, PORT, data);
      }
      loop.sleep(Duration.ofMillis(10));
    }
    return packets * 1_000_000_000L / (System.nanoTime() - begun);
  }

  /** Two nodes with a pod each, joined by a tunnel; returns the first pod. */
  private NetworkNamespace overlay() {
    Segment lan = network.newSegment("lan");
    NetworkNamespace first = pod(node(lan, 1, 2), 1);
    NetworkNamespace second = pod(node(lan, 2, 1), 2);
    UdpSocket sink = second.sockets().udp();
    sink.bind(Ipv4Address.ANY, PORT);
    loop.spawn("sink", () -> drain(sink));
    return first;
  }

  private static void drain(UdpSocket sink) {
    while (true) {
      sink.receive(Duration.ofDays(1));
    }
  }

  private NetworkNamespace node(Segment lan, int number, int other) {
    NetworkNamespace node = network.newNamespace("node-" + number);
    node.sysctl().set("net.ipv4.ip_forward", "1");
    Nic nic = node.links().addNic("eth0", lan);
    nic.setUp();
    nic.inet().add(Ipv4Prefix.parse("172.30.0.1" + number + "/24"));
    Bridge bridge = node.links().addBridge("cni0");
    bridge.setUp();
    bridge.inet().add(Ipv4Prefix.parse("10.244." + number + ".1/24"));
    VxlanSettings settings =
        VxlanSettings.of(1)
            .local(Ipv4Address.parse("172.30.0.1" + number))
            .device(nic)
            .noLearning();
    Vxlan vxlan = node.links().addVxlan("flannel.1", settings);
    vxlan.setAddress(vtep(number));
    vxlan.inet().add(Ipv4Prefix.parse("10.244." + number + ".0/32"));
    vxlan.setUp();
    Ipv4Address gateway = Ipv4Address.parse("10.244." + other + ".0");
    Ipv4Prefix pods = Ipv4Prefix.parse("10.244." + other + ".0/24");
    node.routes().add(RouteRequest.to(pods).viaOnlink(gateway, vxlan));
    node.neighbors().add(gateway, vxlan, vtep(other), NeighborState.PERMANENT);
    vxlan.fdb().append(vtep(other), Ipv4Address.parse("172.30.0.1" + other));
    return node;
  }

  private static MacAddress vtep(int number) {
    return MacAddress.parse("02:00:00:00:ff:0" + number);
  }

  private NetworkNamespace pod(NetworkNamespace node, int number) {
    NetworkNamespace pod = network.newNamespace("pod-" + number);
    Veth inner = pod.links().addVeth("eth0", node.links(), "veth" + number);
    forEach(inner, end -> end.setMtu(1450));
    inner.peer().setMaster((Bridge) node.links().find("cni0").orElseThrow());
    forEach(inner, Veth::setUp);
    inner.inet().add(Ipv4Prefix.parse("10.244." + number + ".2/24"));
    Ipv4Address gateway = Ipv4Address.parse("10.244." + number + ".1");
    pod.routes().add(RouteRequest.to(Ipv4Prefix.DEFAULT).via(gateway));
    return pod;
  }

  private static void forEach(Veth inner, Consumer<Veth> action) {
    action.accept(inner);
    action.accept(inner.peer());
  }
}
