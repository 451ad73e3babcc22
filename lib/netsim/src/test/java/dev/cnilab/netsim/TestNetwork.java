package dev.cnilab.netsim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Nic;
import dev.cnilab.netsim.link.Segment;
import dev.cnilab.netsim.link.Veth;
import dev.cnilab.netsim.link.Vxlan;
import dev.cnilab.netsim.link.VxlanSettings;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.neighbor.NeighborState;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.route.fib.RouteRequest;
import dev.cnilab.netsim.socket.RawSocket;
import dev.cnilab.netsim.socket.Received;
import dev.cnilab.netsim.socket.SocketOptions.PathMtuDiscovery;
import dev.cnilab.netsim.trace.Trace;
import dev.cnilab.netsim.trace.TraceRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Namespaces, connected as a test needs them, and pings between them. */
public final class TestNetwork implements AutoCloseable {
  private final EventLoop loop;
  private final Network network;
  private final List<Throwable> uncaught = new ArrayList<>();

  public TestNetwork() {
    this(42);
  }

  public TestNetwork(long seed) {
    loop = EventLoop.onDemand(seed);
    loop.onUncaught(uncaught::add);
    network = new Network(loop);
  }

  public EventLoop loop() {
    return loop;
  }

  /** Runs code on the loop, where all state is. */
  public <T> T on(Callable<T> action) {
    return loop.call(action);
  }

  public void run(Runnable action) {
    loop.call(
        () -> {
          action.run();
          return true;
        });
  }

  public void advance(Duration time) {
    loop.advance(time);
  }

  public NetworkNamespace namespace(String name) {
    return on(
        () -> {
          NetworkNamespace namespace = network.newNamespace(name);
          namespace.links().loopback().setUp();
          return namespace;
        });
  }

  public Segment segment(String name) {
    return on(() -> network.newSegment(name));
  }

  /** Creates a veth pair that is up. */
  public Veth wire(NetworkNamespace a, String nameA, NetworkNamespace b, String nameB) {
    return on(
        () -> {
          Veth veth = a.links().addVeth(nameA, b.links(), nameB);
          veth.setUp();
          veth.peer().setUp();
          return veth;
        });
  }

  public Link link(NetworkNamespace namespace, String name) {
    return on(() -> namespace.links().find(name).orElseThrow());
  }

  public void address(NetworkNamespace namespace, String link, String prefix) {
    run(() -> link(namespace, link).inet().add(Ipv4Prefix.parse(prefix)));
  }

  public void route(NetworkNamespace namespace, String prefix, String gateway) {
    run(() -> namespace.routes().add(RouteRequest.to(Ipv4Prefix.parse(prefix)).via(ip(gateway))));
  }

  public void sysctl(NetworkNamespace namespace, String name, int value) {
    run(() -> namespace.sysctl().set(name, Integer.toString(value)));
  }

  public void forwarding(NetworkNamespace namespace) {
    sysctl(namespace, "net.ipv4.ip_forward", 1);
  }

  public static Ipv4Address ip(String text) {
    return Ipv4Address.parse(text);
  }

  public static MacAddress mac(String text) {
    return MacAddress.parse(text);
  }

  /** Two hosts and a router between them: 10.0.1.2, 10.0.1.1 and 10.0.2.1, 10.0.2.2. */
  public Routed routed() {
    Routed routed = new Routed(namespace("a"), namespace("r"), namespace("b"));
    wire(routed.a, "eth0", routed.r, "eth0");
    wire(routed.b, "eth0", routed.r, "eth1");
    address(routed.a, "eth0", "10.0.1.2/24");
    address(routed.r, "eth0", "10.0.1.1/24");
    address(routed.r, "eth1", "10.0.2.1/24");
    address(routed.b, "eth0", "10.0.2.2/24");
    route(routed.a, "0.0.0.0/0", "10.0.1.1");
    route(routed.b, "0.0.0.0/0", "10.0.2.1");
    forwarding(routed.r);
    return routed;
  }

  /** The result of {@link #routed}. */
  public record Routed(NetworkNamespace a, NetworkNamespace r, NetworkNamespace b) {}

  /** Two nodes with a pod each, joined by flannel's VXLAN: 10.244.1.2 and 10.244.2.2. */
  public Overlay overlay() {
    Segment lan = segment("lan");
    Overlay overlay =
        new Overlay(
            namespace("worker-1"), namespace("worker-2"), namespace("pod-1"), namespace("pod-2"));
    node(overlay.node1, overlay.pod1, lan, 1);
    node(overlay.node2, overlay.pod2, lan, 2);
    tunnel(overlay.node1, 1, 2);
    tunnel(overlay.node2, 2, 1);
    return overlay;
  }

  /** The result of {@link #overlay}. */
  public record Overlay(
      NetworkNamespace node1,
      NetworkNamespace node2,
      NetworkNamespace pod1,
      NetworkNamespace pod2) {}

  private void node(NetworkNamespace node, NetworkNamespace pod, Segment lan, int number) {
    forwarding(node);
    run(
        () -> {
          Nic nic = node.links().addNic("eth0", lan);
          nic.setUp();
          nic.inet().add(Ipv4Prefix.parse("172.30.0.1" + number + "/24"));
          Bridge bridge = node.links().addBridge("cni0");
          bridge.setUp();
          bridge.inet().add(Ipv4Prefix.parse("10.244." + number + ".1/24"));
        });
    Veth veth = wire(node, "veth1", pod, "eth0");
    run(
        () -> {
          veth.setMtu(1450);
          veth.peer().setMtu(1450);
          veth.setMaster(bridge(node));
        });
    address(pod, "eth0", "10.244." + number + ".2/24");
    route(pod, "0.0.0.0/0", "10.244." + number + ".1");
  }

  public Bridge bridge(NetworkNamespace node) {
    return (Bridge) link(node, "cni0");
  }

  private void tunnel(NetworkNamespace node, int number, int other) {
    run(
        () -> {
          Vxlan vxlan =
              node.links()
                  .addVxlan(
                      "flannel.1",
                      VxlanSettings.of(1)
                          .local(ip("172.30.0.1" + number))
                          .device(link(node, "eth0"))
                          .noLearning());
          vxlan.setAddress(mac("02:00:00:00:ff:0" + number));
          vxlan.inet().add(Ipv4Prefix.parse("10.244." + number + ".0/32"));
          vxlan.setUp();
          Ipv4Address gateway = ip("10.244." + other + ".0");
          node.routes()
              .add(
                  RouteRequest.to(Ipv4Prefix.parse("10.244." + other + ".0/24"))
                      .viaOnlink(gateway, vxlan));
          MacAddress vtep = mac("02:00:00:00:ff:0" + other);
          node.neighbors().add(gateway, vxlan, vtep, NeighborState.PERMANENT);
          vxlan.fdb().append(vtep, ip("172.30.0.1" + other));
        });
  }

  /** Sends and traces one echo request with this many data bytes; waits ten seconds. */
  public Trace trace(NetworkNamespace from, String to, int size) {
    return trace(from, to, size, PathMtuDiscovery.DO);
  }

  public Trace trace(NetworkNamespace from, String to) {
    return trace(from, to, 56, PathMtuDiscovery.WANT);
  }

  public Trace trace(NetworkNamespace from, String to, int size, PathMtuDiscovery df) {
    return trace(from, to, size, socket -> socket.options().pathMtuDiscovery(df));
  }

  public Trace trace(NetworkNamespace from, String to, int size, Consumer<RawSocket> prepare) {
    TraceRecorder recorder = send(from, to, size, prepare);
    advance(Duration.ofSeconds(10));
    return on(recorder::trace);
  }

  /** Sends and traces one echo request, without letting time pass. */
  public TraceRecorder send(
      NetworkNamespace from, String to, int size, Consumer<RawSocket> prepare) {
    return on(
        () -> {
          RawSocket socket = from.sockets().raw(IcmpMessage.PROTOCOL);
          prepare.accept(socket);
          return socket.trace(ip(to), IcmpMessage.echoRequest(1, 1, Bytes.zeros(size)));
        });
  }

  /** The reply to one ping within ten seconds; empty if there is none. */
  public Optional<Received> ping(NetworkNamespace from, String to) {
    return ping(from, to, 56);
  }

  public Optional<Received> ping(NetworkNamespace from, String to, int size) {
    CompletableFuture<Optional<Received>> answer = new CompletableFuture<>();
    run(() -> loop.spawn("ping", () -> answer.complete(exchange(from, to, size))));
    advance(Duration.ofSeconds(11));
    return answer.join();
  }

  private static Optional<Received> exchange(NetworkNamespace from, String to, int size) {
    try (RawSocket socket = from.sockets().raw(IcmpMessage.PROTOCOL)) {
      socket.options().pathMtuDiscovery(PathMtuDiscovery.DO).receiveErrors();
      socket.send(ip(to), IcmpMessage.echoRequest(7, 1, Bytes.zeros(size)));
      Received received = socket.receive(Duration.ofSeconds(10));
      while (received instanceof Received.Packet packet
          && packet.packet().payload() instanceof IcmpMessage message
          && message.type() != IcmpMessage.ECHO_REPLY) {
        received = socket.receive(Duration.ofSeconds(10));
      }
      return Optional.ofNullable(received);
    }
  }

  @Override
  public void close() {
    loop.close();
    assertThat(uncaught).isEmpty();
  }
}
