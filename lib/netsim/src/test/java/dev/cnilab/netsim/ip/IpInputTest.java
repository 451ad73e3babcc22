package dev.cnilab.netsim.ip;

import static dev.cnilab.netsim.trace.TraceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.TestNetwork;
import dev.cnilab.netsim.kernel.Mib.Counter;
import dev.cnilab.netsim.trace.DropReason;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a host counts and says of packets that arrive. */
class IpInputTest {
  @AutoClose private final TestNetwork lab = new TestNetwork();
  private final TestNetwork.Routed hosts = lab.routed();

  private long count(NetworkNamespace namespace, Counter counter) {
    return lab.on(() -> namespace.links().mib().get(counter));
  }

  @Test
  void input_octets_include_the_ip_header() {
    lab.ping(hosts.a(), "10.0.2.2", 56);

    assertThat(count(hosts.b(), Counter.IP_IN_RECEIVES)).isEqualTo(1);
    assertThat(count(hosts.b(), Counter.IP_IN_OCTETS)).isEqualTo(20 + 8 + 56);
  }

  @Test
  void a_host_that_does_not_forward_counts_an_address_error_and_sends_no_icmp() {
    lab.sysctl(hosts.r(), "net.ipv4.ip_forward", 0);

    assertThat(lab.trace(hosts.a(), "10.0.2.2")).droppedAt("r", DropReason.IP_INADDRERRORS);
    assertThat(count(hosts.r(), Counter.IP_IN_ADDR_ERRORS)).isEqualTo(1);
    assertThat(lab.on(() -> hosts.r().links().mib().icmpOut())).isEmpty();
  }

  @Test
  void a_router_without_a_route_counts_it_and_sends_an_icmp_error() {
    lab.run(() -> lab.link(hosts.r(), "eth1").setDown());

    assertThat(lab.trace(hosts.a(), "10.0.2.2")).droppedAt("r", DropReason.IP_INNOROUTES);
    assertThat(count(hosts.r(), Counter.IP_IN_NO_ROUTES)).isEqualTo(1);
    assertThat(count(hosts.r(), Counter.IP_IN_ADDR_ERRORS)).isZero();
    assertThat(lab.on(() -> hosts.r().links().mib().icmpOut())).containsEntry(3, 1L);
  }
}
