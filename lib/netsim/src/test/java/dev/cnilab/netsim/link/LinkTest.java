package dev.cnilab.netsim.link;

import static dev.cnilab.netsim.trace.TraceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.TestNetwork;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.neighbor.NeighborState;
import dev.cnilab.netsim.socket.SocketOptions.PathMtuDiscovery;
import dev.cnilab.netsim.trace.DropReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class LinkTest {
  @AutoClose private final TestNetwork lab = new TestNetwork();
  private final NetworkNamespace a = lab.namespace("a");
  private final NetworkNamespace b = lab.namespace("b");

  private Veth veth() {
    Veth veth = lab.wire(a, "eth0", b, "eth0");
    lab.address(a, "eth0", "10.0.0.1/24");
    lab.address(b, "eth0", "10.0.0.2/24");
    return veth;
  }

  private void on(Link link, Consumer<Link> action) {
    lab.run(() -> action.accept(link));
  }

  @Test
  void a_veth_has_a_carrier_only_while_both_ends_are_up() {
    Veth veth = veth();
    assertThat(lab.on(veth::operState)).isEqualTo(OperState.UP);

    on(veth.peer(), Link::setDown);
    assertThat(lab.on(veth::hasCarrier)).isFalse();
    assertThat(lab.on(veth::operState)).isEqualTo(OperState.DOWN);
    assertThat(lab.on(() -> a.routes().list().get(0).nextHops().get(0).isLinkDown())).isTrue();
  }

  @Test
  void a_frame_goes_to_the_nic_that_currently_has_its_mac_address() {
    Segment lan = lab.segment("lan");
    NetworkNamespace c = lab.namespace("c");
    Nic near = lab.on(() -> a.links().addNic("eth0", lan));
    Nic far = lab.on(() -> b.links().addNic("eth0", lan));
    Nic third = lab.on(() -> c.links().addNic("eth0", lan));
    List.of(near, far, third).forEach(nic -> on(nic, Link::setUp));
    lab.address(a, "eth0", "10.0.0.1/24");
    lab.address(b, "eth0", "10.0.0.2/24");
    lab.address(c, "eth0", "10.0.0.3/24");
    assertThat(lab.trace(a, "10.0.0.2", 56)).deliveredAt("b");

    MacAddress moved = lab.on(far::address);
    on(far, nic -> nic.setAddress(MacAddress.parse("02:00:00:00:00:0b")));
    on(third, nic -> nic.setAddress(moved));
    lab.run(
        () ->
            a.neighbors()
                .replace(Ipv4Address.parse("10.0.0.3"), near, moved, NeighborState.PERMANENT));

    assertThat(lab.trace(a, "10.0.0.3", 56)).deliveredAt("c");
  }

  @Test
  void a_nic_drops_packets_larger_than_its_cable_carries() {
    Segment lan = lab.segment("lan");
    Nic near = lab.on(() -> a.links().addNic("eth0", lan));
    Nic far = lab.on(() -> b.links().addNic("eth0", lan));
    on(near, Link::setUp);
    on(far, Link::setUp);
    lab.address(a, "eth0", "10.0.0.1/24");
    lab.address(b, "eth0", "10.0.0.2/24");
    lab.run(() -> far.plugWith(1400));

    assertThat(lab.trace(a, "10.0.0.2", 1376)).deliveredAt("b");
    assertThat(lab.trace(a, "10.0.0.2", 1377))
        .droppedAt("b", DropReason.PKT_TOO_BIG)
        .because("1405 bytes, the cable of eth0 carries 1400");
  }

  @Test
  void a_veth_drops_packets_more_than_four_bytes_above_the_peer_mtu() {
    Veth veth = veth();
    on(veth.peer(), link -> link.setMtu(1400));

    assertThat(lab.trace(a, "10.0.0.2", 1376)).deliveredAt("b");
    assertThatThrownBy(() -> lab.trace(a, "10.0.0.2", 1377, this::errorsToo))
        .isInstanceOf(ErrnoException.class)
        .hasMessage("No buffer space available");
    assertThat(lab.trace(a, "10.0.0.2", 1377))
        .droppedAt("a", DropReason.PKT_TOO_BIG)
        .because("1405 bytes, the other end's mtu is 1400");
    assertThat(lab.on(() -> veth.statistics().txDropped())).isEqualTo(2);
  }

  private void errorsToo(dev.cnilab.netsim.socket.RawSocket socket) {
    socket.options().receiveErrors().pathMtuDiscovery(PathMtuDiscovery.DO);
  }

  @Test
  void an_mtu_below_68_or_above_65535_is_rejected() {
    Veth veth = veth();

    assertThatThrownBy(() -> on(veth, link -> link.setMtu(67)))
        .hasMessage("mtu less than device minimum");
    assertThatThrownBy(() -> on(veth, link -> link.setMtu(65536)))
        .hasMessage("mtu greater than device maximum");
  }

  @Test
  void moving_a_link_drops_its_addresses_and_routes_and_sets_it_down() {
    Veth veth = veth();
    NetworkNamespace c = lab.namespace("c");
    lab.run(() -> veth.moveTo(c.links(), "net0"));

    assertThat(lab.on(() -> a.routes().list())).isEmpty();
    assertThat(lab.on(() -> a.links().all())).extracting(Link::name).containsExactly("lo");
    assertThat(lab.on(() -> c.links().find("net0"))).contains(veth);
    assertThat(lab.on(veth::isUp)).isFalse();
    assertThat(lab.on(veth::addresses)).isEmpty();
  }

  @Test
  void a_moved_link_keeps_its_index_if_the_index_is_free() {
    Veth first = lab.wire(a, "v1", a, "v2");
    assertThat(first.peer().index()).isEqualTo(2);
    assertThat(first.index()).isEqualTo(3);
    lab.run(() -> first.moveTo(b.links(), null));
    assertThat(lab.on(first::index)).isEqualTo(3);
    lab.run(() -> first.peer().moveTo(b.links(), null));

    assertThat(lab.wire(b, "v3", b, "v4").index()).isEqualTo(5);
  }

  @Test
  void closing_a_namespace_deletes_both_ends_of_its_veths() {
    veth();
    lab.run(b::close);

    assertThat(lab.on(() -> a.links().all())).extracting(Link::name).containsExactly("lo");
  }

  @Test
  void duplicate_and_malformed_link_names_are_rejected() {
    veth();

    assertThatThrownBy(() -> lab.run(() -> a.links().addBridge("eth0"))).hasMessage("File exists");
    assertThatThrownBy(() -> lab.run(() -> a.links().addBridge("a/b")))
        .hasMessage("Invalid argument");
    assertThatThrownBy(() -> lab.run(() -> a.links().addBridge("sixteencharacter")))
        .hasMessage("Invalid argument");
  }

  @Test
  void a_link_gets_a_link_local_address_unless_ipv6_is_disabled() {
    Veth veth = veth();
    on(veth, Link::setDown);
    on(veth, link -> link.setAddress(TestNetwork.mac("02:00:00:00:00:0a")));
    on(veth, Link::setUp);

    assertThat(lab.on(() -> veth.inet6().address())).hasToString("Optional[fe80::ff:fe00:a]");
    assertThat(lab.on(() -> veth.inet6().isTentative())).isTrue();
    lab.advance(Duration.ofSeconds(2));
    assertThat(lab.on(() -> veth.inet6().isTentative())).isFalse();
    on(veth, link -> link.setAddress(TestNetwork.mac("02:00:00:00:00:0b")));
    assertThat(lab.on(() -> veth.inet6().address())).hasToString("Optional[fe80::ff:fe00:a]");
    lab.sysctl(a, "net.ipv6.conf.all.disable_ipv6", 1);
    assertThat(lab.on(() -> veth.inet6().address())).isEmpty();
  }

  @Test
  void removing_the_primary_address_removes_the_secondary_ones_of_its_subnet() {
    Veth veth = veth();
    lab.address(a, "eth0", "10.0.0.11/24");

    assertThatThrownBy(() -> lab.address(a, "eth0", "10.0.0.1/24"))
        .hasMessage("ipv4: Address already assigned");
    lab.run(() -> veth.inet().remove(dev.cnilab.netsim.address.Ipv4Prefix.parse("10.0.0.1/24")));
    assertThat(lab.on(veth::addresses)).isEmpty();
  }

  @Test
  void listeners_are_notified_of_added_and_removed_addresses() {
    Veth veth = lab.wire(a, "eth0", b, "eth0");
    List<String> heard = new ArrayList<>();
    lab.run(
        () ->
            a.links()
                .listeners()
                .add(
                    new LinkListener() {
                      @Override
                      public void linkAdded(Link link) {}

                      @Override
                      public void linkChanged(Link link) {}

                      @Override
                      public void linkRemoved(Link link) {}

                      @Override
                      public void addressAdded(Link link, LinkAddress address) {
                        heard.add("+" + address.local());
                      }

                      @Override
                      public void addressRemoved(Link link, LinkAddress address) {
                        heard.add("-" + address.local());
                      }
                    }));

    lab.address(a, "eth0", "10.0.0.1/24");
    lab.run(() -> veth.inet().remove(Ipv4Prefix.parse("10.0.0.1/24")));

    assertThat(heard).containsExactly("+10.0.0.1/24", "-10.0.0.1/24");
  }

  @Test
  void a_veth_end_without_a_carrier_becomes_lowerlayerdown_within_a_second() {
    lab.on(() -> a.links().addVeth("first", a.links(), "other"));
    Veth second = lab.on(() -> a.links().addVeth("second", a.links(), "peer"));
    on(second, Link::setUp);
    assertThat(lab.on(second::operState)).isEqualTo(OperState.UNKNOWN);

    lab.advance(Duration.ofSeconds(1));
    assertThat(lab.on(second::operState)).isEqualTo(OperState.LOWERLAYERDOWN);
  }
}
