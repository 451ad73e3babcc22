package dev.cnilab.netsim.route.fib;

import static dev.cnilab.netsim.TestNetwork.ip;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.TestNetwork;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.ip.RouteAnswer;
import dev.cnilab.netsim.ip.RouteQuery;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.route.Route;
import dev.cnilab.netsim.route.RouteType;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouteTableTest {
  @AutoClose private final TestNetwork lab = new TestNetwork();
  private final NetworkNamespace host = lab.namespace("host");
  private final NetworkNamespace peer = lab.namespace("peer");
  private final Link eth0 = lab.wire(host, "eth0", peer, "eth0");
  private final Link eth1 = lab.wire(host, "eth1", peer, "eth1");

  @BeforeEach
  void addresses() {
    lab.address(host, "eth0", "10.0.0.1/24");
  }

  private static RouteRequest to(String prefix) {
    return RouteRequest.to(Ipv4Prefix.parse(prefix));
  }

  private void add(RouteRequest request) {
    lab.run(() -> host.routes().add(request));
  }

  private List<String> list() {
    return lab.on(() -> host.routes().list().stream().map(Route::toString).toList());
  }

  private RouteAnswer get(String address) {
    return lab.on(() -> host.ipv4().answers().to(RouteQuery.to(ip(address))));
  }

  private static void assertErrno(ThrowingCallable call, Errno errno, String words) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ErrnoException.class, thrown -> assertThat(thrown.errno()).isEqualTo(errno))
        .hasMessage(words);
  }

  @Test
  void the_longest_prefix_wins_then_the_lowest_metric() {
    add(to("0.0.0.0/0").via(ip("10.0.0.254")));
    add(to("10.9.0.0/16").via(ip("10.0.0.2")).metric(100));
    add(to("10.9.0.0/16").via(ip("10.0.0.3")).metric(50));
    add(to("10.9.9.0/24").via(ip("10.0.0.4")));

    assertThat(get("10.9.9.9").gateway()).isEqualTo(ip("10.0.0.4"));
    assertThat(get("10.9.1.1").gateway()).isEqualTo(ip("10.0.0.3"));
    assertThat(get("192.0.2.1").gateway()).isEqualTo(ip("10.0.0.254"));
    assertThat(get("10.0.0.77").gateway()).isNull();
  }

  @Test
  void routes_are_listed_by_prefix_and_metric() {
    add(to("10.9.0.0/16").dev(eth0).metric(100));
    add(to("10.9.0.0/16").dev(eth1).metric(50));
    add(to("0.0.0.0/0").via(ip("10.0.0.2")));
    add(to("10.9.0.0/24").dev(eth1));

    assertThat(list())
        .containsExactly(
            "default via 10.0.0.2 dev eth0",
            "10.0.0.0/24 dev eth0",
            "10.9.0.0/24 dev eth1",
            "10.9.0.0/16 dev eth1",
            "10.9.0.0/16 dev eth0");
  }

  @Test
  void add_rejects_an_existing_route_and_replace_overwrites_it() {
    add(to("10.9.0.0/16").dev(eth0));

    assertErrno(() -> add(to("10.9.0.0/16").dev(eth1)), Errno.EEXIST, "File exists");
    lab.run(() -> host.routes().replace(to("10.9.0.0/16").dev(eth1)));
    assertThat(list()).contains("10.9.0.0/16 dev eth1").doesNotContain("10.9.0.0/16 dev eth0");
  }

  @Test
  void a_gateway_must_be_reachable_on_a_link_unless_onlink_is_set() {
    assertErrno(
        () -> add(to("10.5.0.0/16").via(ip("192.168.77.1"), eth0)),
        Errno.ENETUNREACH,
        "Nexthop has invalid gateway");
    add(to("10.5.0.0/16").viaOnlink(ip("192.168.77.1"), eth0));
    assertThat(get("10.5.1.1").gateway()).isEqualTo(ip("192.168.77.1"));
  }

  @Test
  void routes_with_a_down_link_host_bits_or_a_foreign_source_are_rejected() {
    lab.run(eth1::setDown);

    assertErrno(
        () -> add(to("10.5.0.0/16").dev(eth1)), Errno.ENETDOWN, "Device for nexthop is not up");
    assertErrno(
        () -> add(to("10.5.0.1/16").dev(eth0)),
        Errno.EINVAL,
        "Invalid prefix for given prefix length");
    assertErrno(
        () -> add(to("10.5.0.0/16").dev(eth0).source(ip("10.0.0.9"))),
        Errno.EINVAL,
        "Invalid prefsrc address");
  }

  @Test
  void delete_removes_the_route_that_matches() {
    add(to("10.9.0.0/16").dev(eth0).metric(1));
    add(to("10.9.0.0/16").dev(eth1).metric(2));

    lab.run(() -> host.routes().delete(to("10.9.0.0/16").metric(2)));
    assertThat(list()).contains("10.9.0.0/16 dev eth0").doesNotContain("10.9.0.0/16 dev eth1");
    assertErrno(
        () -> lab.run(() -> host.routes().delete(to("10.9.0.0/16").dev(eth1))),
        Errno.ESRCH,
        "No such process");
  }

  @Test
  void unreachable_and_blackhole_routes_return_their_errors() {
    add(to("10.5.0.0/16").type(RouteType.UNREACHABLE));
    add(to("10.6.0.0/16").type(RouteType.BLACKHOLE));

    assertErrno(() -> get("10.5.0.1"), Errno.EHOSTUNREACH, "No route to host");
    assertErrno(() -> get("10.6.0.1"), Errno.EINVAL, "Invalid argument");
    assertErrno(() -> get("192.0.2.1"), Errno.ENETUNREACH, "Network is unreachable");
  }

  @Test
  void connected_routes_follow_the_state_of_the_link_and_its_addresses() {
    assertThat(lab.on(() -> host.localRoutes().list().stream().map(Route::toString).toList()))
        .contains("local 10.0.0.1/32 dev eth0", "broadcast 10.0.0.255/32 dev eth0");

    lab.run(eth0::setDown);
    assertThat(list()).isEmpty();
    assertThat(get("10.0.0.1").type()).isEqualTo(RouteType.LOCAL);

    lab.run(eth0::setUp);
    assertThat(list()).containsExactly("10.0.0.0/24 dev eth0");

    lab.run(() -> eth0.inet().remove(Ipv4Prefix.parse("10.0.0.1/24")));
    assertThat(list()).isEmpty();
  }

  @Test
  void the_source_is_that_of_the_route_or_the_first_in_the_subnet_of_the_gateway() {
    lab.address(host, "eth0", "10.0.0.11/24");
    lab.address(host, "eth0", "172.16.0.1/24");
    add(to("10.8.0.0/16").via(ip("172.16.0.9")));
    add(to("10.9.0.0/16").via(ip("172.16.0.9")).source(ip("10.0.0.11")));

    assertThat(get("10.0.0.2").source()).isEqualTo(ip("10.0.0.1"));
    assertThat(get("10.8.0.1").source()).isEqualTo(ip("172.16.0.1"));
    assertThat(get("10.9.0.1").source()).isEqualTo(ip("10.0.0.11"));
  }

  @Test
  void next_hops_share_the_flows_by_their_weights() {
    add(to("10.6.0.0/16").nextHop(eth0, ip("10.0.0.2"), 1).nextHop(eth0, ip("10.0.0.3"), 3));

    long byThird = 0;
    for (int i = 0; i < 256; i++) {
      byThird += ip("10.0.0.3").equals(get("10.6.0." + i).gateway()) ? 1 : 0;
    }
    assertThat(byThird).isBetween(160L, 220L);
  }
}
