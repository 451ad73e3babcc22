package dev.cnilab.netsim.neighbor;

import static dev.cnilab.netsim.TestNetwork.ip;
import static dev.cnilab.netsim.TestNetwork.mac;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.TestNetwork;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.link.Veth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A full ARP cache: the same as Linux 6.18 did with the same thresholds. */
class NeighborCacheTest {
  private static final int MOST = 1024;
  private static final int MANY = 512;

  @AutoClose private final TestNetwork lab = new TestNetwork();
  private final NetworkNamespace a = lab.namespace("a");
  private final NetworkNamespace b = lab.namespace("b");
  private final Veth eth0 = lab.wire(a, "eth0", b, "eth0");
  private final List<String> logged = new ArrayList<>();

  @BeforeEach
  void addresses() {
    lab.address(a, "eth0", "10.9.0.1/16");
    lab.run(() -> a.log().readBy(logged::add));
  }

  private static Ipv4Address address(int number) {
    return new Ipv4Address(ip("10.9.1.0").bits() + number);
  }

  private void add(int number, NeighborState state) {
    lab.run(() -> a.neighbors().add(address(number), eth0, mac("02:00:00:00:00:01"), state));
  }

  private void fill() {
    for (int i = 0; i < MOST; i++) {
      add(i, NeighborState.STALE);
    }
  }

  private int size() {
    return lab.on(() -> a.neighbors().list().size());
  }

  @Test
  void a_full_neighbor_table_rejects_and_logs_a_new_neighbor() {
    fill();

    assertThatThrownBy(() -> add(MOST, NeighborState.STALE))
        .hasMessage("No buffer space available");

    assertThat(logged).containsExactly("neighbour: arp_cache: neighbor table overflow!");
    assertThat(size()).isEqualTo(MOST);
  }

  @Test
  void permanent_neighbors_do_not_count_toward_the_limit() {
    fill();

    add(MOST, NeighborState.PERMANENT);

    assertThat(size()).isEqualTo(MOST + 1);
  }

  @Test
  void a_neighbor_that_becomes_permanent_makes_room_for_another() {
    fill();

    lab.run(() -> a.neighbors().replace(address(0), eth0, null, NeighborState.PERMANENT));
    add(MOST, NeighborState.STALE);

    assertThat(size()).isEqualTo(MOST + 1);
  }

  @Test
  void neighbors_unchanged_for_six_seconds_make_room_for_new_ones() {
    fill();
    lab.advance(Duration.ofSeconds(6));

    add(MOST, NeighborState.STALE);

    assertThat(size()).isEqualTo(MANY + 1);
    assertThat(logged).isEmpty();
  }

  @Test
  void sending_to_a_new_neighbor_fails_with_enobufs_while_the_table_is_full() {
    fill();

    assertThatThrownBy(
            () -> lab.send(a, "10.9.200.1", 56, socket -> socket.options().receiveErrors()))
        .hasMessage("No buffer space available");
  }

  @Test
  void all_namespaces_of_a_machine_share_the_neighbor_limit() {
    lab.run(() -> a.sysctl().set("net.ipv4.neigh.default.gc_thresh3", "1"));
    NetworkNamespace pod = lab.on(() -> a.unshare("pod"));
    Veth link = lab.wire(pod, "eth0", a, "pod");
    add(0, NeighborState.STALE);

    assertThatThrownBy(
            () ->
                lab.run(
                    () ->
                        pod.neighbors()
                            .add(address(1), link, mac("02:00:00:00:00:01"), NeighborState.STALE)))
        .hasMessage("No buffer space available");
    lab.run(() -> a.neighbors().flush(any -> true));
    lab.run(
        () -> pod.neighbors().add(address(1), link, mac("02:00:00:00:00:01"), NeighborState.STALE));
    assertThatThrownBy(() -> add(1, NeighborState.STALE)).hasMessage("No buffer space available");
    lab.run(pod::close);
    add(1, NeighborState.STALE);
  }

  @Test
  void neighbors_unused_for_a_minute_are_removed_at_or_above_gc_thresh1() {
    for (int i = 0; i < 128; i++) {
      add(i, NeighborState.STALE);
    }
    lab.advance(Duration.ofSeconds(50));
    assertThat(size()).isEqualTo(128);

    lab.advance(Duration.ofSeconds(30));

    assertThat(size()).isZero();
  }

  @Test
  void unused_neighbors_stay_below_gc_thresh1() {
    for (int i = 0; i < 127; i++) {
      add(i, NeighborState.STALE);
    }

    lab.advance(Duration.ofHours(1));

    assertThat(size()).isEqualTo(127);
  }
}
