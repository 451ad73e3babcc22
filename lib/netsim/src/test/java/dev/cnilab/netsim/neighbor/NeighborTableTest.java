package dev.cnilab.netsim.neighbor;

import static dev.cnilab.netsim.TestNetwork.ip;
import static dev.cnilab.netsim.TestNetwork.mac;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.TestNetwork;
import dev.cnilab.netsim.capture.Tap;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.link.Veth;
import dev.cnilab.netsim.packet.ArpPacket;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.TraceAssert;
import dev.cnilab.netsim.trace.TraceRecorder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NeighborTableTest {
  @AutoClose private final TestNetwork lab = new TestNetwork();
  private final NetworkNamespace a = lab.namespace("a");
  private final NetworkNamespace b = lab.namespace("b");
  private final Veth eth0 = lab.wire(a, "eth0", b, "eth0");
  private final List<Duration> asked = new ArrayList<>();

  @BeforeEach
  void addresses() {
    lab.address(a, "eth0", "10.0.0.1/24");
    lab.address(b, "eth0", "10.0.0.2/24");
    lab.run(
        () ->
            eth0.taps()
                .add(
                    (frame, way, time) -> {
                      if (way == Tap.Direction.OUT && frame.payload() instanceof ArpPacket) {
                        asked.add(Duration.ofNanos(time));
                      }
                    }));
  }

  private Optional<NeighborState> stateOf(NetworkNamespace namespace, String address) {
    return lab.on(
        () ->
            namespace.neighbors().list().stream()
                .filter(entry -> entry.address().equals(ip(address)))
                .map(NeighborEntry::state)
                .findFirst());
  }

  @Test
  void an_arp_reply_makes_a_neighbor_reachable_and_creates_an_entry_for_the_requester() {
    lab.send(a, "10.0.0.2", 56, socket -> {});
    lab.advance(Duration.ofMillis(10));

    assertThat(stateOf(a, "10.0.0.2")).contains(NeighborState.REACHABLE);
    assertThat(stateOf(b, "10.0.0.1")).contains(NeighborState.DELAY);
  }

  @Test
  void an_unconfirmed_neighbor_becomes_stale() {
    lab.send(a, "10.0.0.2", 56, socket -> {});
    lab.advance(Duration.ofSeconds(50));

    assertThat(stateOf(a, "10.0.0.2")).contains(NeighborState.STALE);
  }

  @Test
  void a_stale_neighbor_in_use_is_probed_after_five_seconds() {
    lab.send(a, "10.0.0.2", 56, socket -> {});
    lab.advance(Duration.ofSeconds(60));
    asked.clear();
    lab.send(a, "10.0.0.2", 56, socket -> {});
    lab.advance(Duration.ofSeconds(4));
    assertThat(stateOf(a, "10.0.0.2")).contains(NeighborState.DELAY);
    assertThat(asked).isEmpty();

    lab.advance(Duration.ofSeconds(2));
    assertThat(stateOf(a, "10.0.0.2")).contains(NeighborState.REACHABLE);
    assertThat(asked).hasSize(2); // one question, and one answer to b's own
  }

  @Test
  void a_silent_neighbor_is_probed_three_times_one_second_apart() {
    lab.send(a, "10.0.0.77", 56, socket -> {});
    lab.advance(Duration.ofMillis(2900));
    assertThat(stateOf(a, "10.0.0.77")).contains(NeighborState.INCOMPLETE);

    lab.advance(Duration.ofMillis(200));
    assertThat(stateOf(a, "10.0.0.77")).contains(NeighborState.FAILED);
    assertThat(asked).hasSize(3);
    assertThat(asked.get(2).minus(asked.get(0))).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void a_permanent_neighbor_is_never_overwritten() {
    lab.run(
        () ->
            a.neighbors()
                .add(ip("10.0.0.2"), eth0, mac("02:00:00:00:00:99"), NeighborState.PERMANENT));

    assertThat(lab.ping(a, "10.0.0.2")).isEmpty();
    assertThat(stateOf(a, "10.0.0.2")).contains(NeighborState.PERMANENT);
    assertThatThrownBy(
            () ->
                lab.run(
                    () ->
                        a.neighbors()
                            .add(
                                ip("10.0.0.2"),
                                eth0,
                                mac("02:00:00:00:00:98"),
                                NeighborState.PERMANENT)))
        .isInstanceOf(ErrnoException.class)
        .hasMessage("File exists");
  }

  @Test
  void losing_the_carrier_removes_all_neighbors_but_the_permanent_ones() {
    lab.send(a, "10.0.0.2", 56, socket -> {});
    lab.advance(Duration.ofSeconds(1));
    lab.run(
        () ->
            a.neighbors()
                .add(ip("10.0.0.3"), eth0, mac("02:00:00:00:00:03"), NeighborState.PERMANENT));
    lab.run(() -> eth0.peer().setDown());

    assertThat(lab.on(() -> a.neighbors().list()))
        .extracting(NeighborEntry::address)
        .containsExactly(ip("10.0.0.3"));
  }

  @Test
  void a_gratuitous_arp_updates_a_known_neighbor() {
    lab.send(a, "10.0.0.2", 56, socket -> {});
    lab.advance(Duration.ofSeconds(1));
    var other = mac("02:00:00:00:00:42");
    lab.run(
        () ->
            eth0.peer()
                .transmit(
                    new dev.cnilab.netsim.link.Skb(
                        new dev.cnilab.netsim.packet.EthernetFrame(
                            dev.cnilab.netsim.address.MacAddress.BROADCAST,
                            other,
                            ArpPacket.request(other, ip("10.0.0.2"), ip("10.0.0.2"))),
                        null)));
    lab.advance(Duration.ofSeconds(1));

    NeighborEntry entry = lab.on(() -> a.neighbors().find(ip("10.0.0.2"), eth0).orElseThrow());
    assertThat(entry.mac()).isEqualTo(other);
    assertThat(entry.state()).isEqualTo(NeighborState.STALE);
  }

  @Test
  void a_router_answers_arp_for_other_hosts_with_proxy_arp() {
    NetworkNamespace c = lab.namespace("c");
    lab.wire(c, "eth0", b, "eth1");
    lab.address(b, "eth1", "10.0.1.1/24");
    lab.address(c, "eth0", "10.0.1.2/24");
    lab.route(c, "10.0.0.0/24", "10.0.1.1");
    lab.forwarding(b);
    lab.sysctl(b, "net.ipv4.conf.eth0.proxy_arp", 1);
    lab.run(
        () ->
            a.routes()
                .add(
                    dev.cnilab.netsim.route.fib.RouteRequest.to(
                            dev.cnilab.netsim.address.Ipv4Prefix.parse("10.0.1.0/24"))
                        .dev(eth0)));

    assertThat(lab.ping(a, "10.0.1.2")).isPresent();
    assertThat(lab.on(() -> a.neighbors().find(ip("10.0.1.2"), eth0).orElseThrow().mac()))
        .isEqualTo(lab.on(() -> eth0.peer().address()));
  }

  @Test
  void a_host_answers_arp_only_for_the_addresses_that_it_proxies() {
    NetworkNamespace c = lab.namespace("c");
    lab.wire(b, "eth1", c, "eth0");
    lab.address(b, "eth1", "10.0.0.129/29");
    lab.forwarding(b);
    lab.run(() -> b.neighbors().proxies().add(ip("10.0.0.130"), lab.link(b, "eth0")));

    lab.send(a, "10.0.0.130", 56, socket -> {});
    lab.send(a, "10.0.0.131", 56, socket -> {});
    lab.advance(Duration.ofSeconds(4));

    assertThat(stateOf(a, "10.0.0.130")).contains(NeighborState.REACHABLE);
    assertThat(stateOf(a, "10.0.0.131")).contains(NeighborState.FAILED);
  }

  @Test
  void listeners_are_notified_of_a_deleted_neighbor() {
    lab.send(a, "10.0.0.2", 56, socket -> {});
    lab.advance(Duration.ofMillis(10));
    List<String> deleted = new ArrayList<>();
    lab.run(
        () ->
            a.neighbors()
                .listen(
                    new NeighborListener() {
                      @Override
                      public void neighborChanged(NeighborEntry entry) {}

                      @Override
                      public void neighborDeleted(NeighborEntry entry) {
                        deleted.add(entry.address() + " " + entry.state());
                      }
                    }));

    lab.run(eth0::setDown);

    assertThat(deleted).containsExactly("10.0.0.2 REACHABLE");
  }

  @Test
  void packets_queued_for_a_neighbor_are_dropped_when_its_link_goes_down() {
    TraceRecorder recorder = lab.send(a, "10.0.0.77", 56, socket -> {});
    lab.advance(Duration.ofMillis(10));

    lab.run(eth0::setDown);

    TraceAssert.assertThat(recorder.trace())
        .droppedAt("a", DropReason.NEIGH_DEAD)
        .because("10.0.0.77 was forgotten");
  }
}
