package dev.cnilab.netsim.ip;

import static dev.cnilab.netsim.trace.TraceAssert.assertThat;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.TestNetwork;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Segment;
import dev.cnilab.netsim.route.fib.RouteRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Which routers may redirect a host. */
class RedirectTest {
  @AutoClose private final TestNetwork lab = new TestNetwork();
  private final Segment lan = lab.segment("lan");
  private final NetworkNamespace host = plugged("host", "10.0.0.1/24");

  private NetworkNamespace plugged(String name, String address) {
    NetworkNamespace namespace = lab.namespace(name);
    lab.run(() -> namespace.links().addNic("eth0", lan).setUp());
    lab.address(namespace, "eth0", address);
    return namespace;
  }

  /** A host that briefly has no address, as while it boots, forwards packets that were for it. */
  @Test
  void a_redirect_never_replaces_a_neighbor_on_the_own_subnet() {
    NetworkNamespace neighbour = plugged("neighbour", "10.0.0.2/24");
    plugged("router", "10.0.0.10/24");
    lab.forwarding(neighbour);
    assertThat(lab.trace(host, "10.0.0.2")).passed("host", "neighbour").answered();
    assertThat(lab.trace(host, "10.0.0.10")).passed("host", "router").answered();

    Link eth0 = lab.link(neighbour, "eth0");
    Ipv4Prefix own = Ipv4Prefix.parse("10.0.0.2/24");
    lab.run(() -> eth0.inet().remove(own));
    lab.address(neighbour, "eth0", "10.0.0.9/29");
    lab.route(neighbour, "0.0.0.0/0", "10.0.0.10");
    lab.run(
        () -> neighbour.routes().add(RouteRequest.to(Ipv4Prefix.parse("10.0.0.1/32")).dev(eth0)));
    assertThat(lab.trace(host, "10.0.0.2")).passed("host", "neighbour", "router");
    lab.run(() -> eth0.inet().add(own));

    assertThat(lab.trace(host, "10.0.0.2")).passed("host", "neighbour").answered();
  }

  @Test
  void a_host_follows_a_redirect_from_the_router_in_use() {
    NetworkNamespace better = plugged("better", "10.0.0.11/24");
    NetworkNamespace router = plugged("router", "10.0.0.10/24");
    NetworkNamespace far = lab.namespace("far");
    lab.wire(better, "eth1", far, "eth0");
    lab.address(better, "eth1", "10.0.9.1/24");
    lab.address(far, "eth0", "10.0.9.2/24");
    lab.forwarding(better);
    lab.forwarding(router);
    lab.route(host, "0.0.0.0/0", "10.0.0.10");
    lab.route(router, "10.0.9.0/24", "10.0.0.11");
    lab.route(far, "0.0.0.0/0", "10.0.9.1");
    assertThat(lab.trace(host, "10.0.0.11")).answered();

    assertThat(lab.trace(host, "10.0.9.2")).passed("host", "router", "better", "far").answered();
    assertThat(lab.trace(host, "10.0.9.2")).passed("host", "better", "far").answered();
  }
}
