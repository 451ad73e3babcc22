package dev.cnilab.netsim;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.packet.IcmpMessage;
import dev.cnilab.netsim.route.fib.RouteRequest;
import dev.cnilab.netsim.socket.RawSocket;
import dev.cnilab.netsim.trace.Trace;
import dev.cnilab.netsim.trace.TraceRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A client and a server with a router between them; all methods are called from a test's thread.
 */
public final class Topology implements AutoCloseable {
  public static final Ipv4Address CLIENT = Ipv4Address.parse("10.0.1.2");
  public static final Ipv4Address ROUTER = Ipv4Address.parse("10.0.2.1");
  public static final Ipv4Address SERVER = Ipv4Address.parse("10.0.2.2");

  private final EventLoop loop = EventLoop.onDemand(11);
  private final List<Throwable> uncaught = new ArrayList<>();
  private final NetworkNamespace client;
  private final NetworkNamespace router;
  private final NetworkNamespace server;

  public Topology() {
    loop.onUncaught(uncaught::add);
    Network network = new Network(loop);
    client = loop.call(() -> network.newNamespace("client"));
    router = loop.call(() -> network.newNamespace("router"));
    server = loop.call(() -> network.newNamespace("server"));
    run(
        () -> {
          cable(client, "10.0.1.2/24", router, "eth0", "10.0.1.1/24");
          cable(server, "10.0.2.2/24", router, "eth1", "10.0.2.1/24");
          router.sysctl().set("net.ipv4.ip_forward", "1");
          defaultRoute(client, "10.0.1.1");
          defaultRoute(server, "10.0.2.1");
        });
  }

  private static void cable(
      NetworkNamespace host, String address, NetworkNamespace router, String name, String other) {
    Link end = host.links().addVeth("eth0", router.links(), name);
    Link far = router.links().find(name).orElseThrow();
    end.inet().add(Ipv4Prefix.parse(address));
    far.inet().add(Ipv4Prefix.parse(other));
    host.links().loopback().setUp();
    router.links().loopback().setUp();
    end.setUp();
    far.setUp();
  }

  private static void defaultRoute(NetworkNamespace host, String gateway) {
    host.routes().add(RouteRequest.to(Ipv4Prefix.DEFAULT).via(Ipv4Address.parse(gateway)));
  }

  public NetworkNamespace client() {
    return client;
  }

  public NetworkNamespace router() {
    return router;
  }

  public NetworkNamespace server() {
    return server;
  }

  public EventLoop loop() {
    return loop;
  }

  /** Runs an action on the loop. */
  public void run(Runnable action) {
    loop.call(
        () -> {
          action.run();
          return true;
        });
  }

  /** Runs blocking code as a task, and lets time pass until it ends. */
  public <T> T await(Callable<T> blocking) {
    List<T> result = new ArrayList<>();
    run(
        () ->
            loop.spawn(
                "test",
                () -> {
                  try {
                    result.add(blocking.call());
                  } catch (RuntimeException unchecked) {
                    throw unchecked;
                  } catch (Exception checked) {
                    throw new IllegalStateException(checked);
                  }
                }));
    loop.advance(Duration.ofMinutes(5));
    failIfUncaught();
    return result.getFirst();
  }

  /** Sends an echo request and returns its trace. */
  public Trace ping(NetworkNamespace from, Ipv4Address to) {
    return await(
        () -> {
          try (RawSocket socket = from.sockets().raw(IcmpMessage.PROTOCOL)) {
            TraceRecorder recorder =
                socket.trace(to, IcmpMessage.echoRequest(7, 1, Bytes.zeros(56)));
            loop.sleep(Duration.ofSeconds(5));
            return recorder.trace();
          }
        });
  }

  private void failIfUncaught() {
    if (!uncaught.isEmpty()) {
      throw new AssertionError("something on the loop threw", uncaught.getFirst());
    }
  }

  @Override
  public void close() {
    loop.close();
    failIfUncaught();
  }
}
