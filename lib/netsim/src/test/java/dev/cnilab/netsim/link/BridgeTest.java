package dev.cnilab.netsim.link;

import static dev.cnilab.netsim.trace.TraceAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.TestNetwork;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.link.BridgePort.Switch;
import dev.cnilab.netsim.socket.SocketOptions.PathMtuDiscovery;
import dev.cnilab.netsim.trace.DropReason;
import dev.cnilab.netsim.trace.Step;
import dev.cnilab.netsim.trace.Trace;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class BridgeTest {
  @AutoClose private final TestNetwork lab = new TestNetwork();
  private final NetworkNamespace node = lab.namespace("node");
  private final Bridge bridge =
      lab.on(
          () -> {
            Bridge made = node.links().addBridge("cni0");
            made.setUp();
            return made;
          });
  private final List<NetworkNamespace> pods =
      IntStream.rangeClosed(1, 3).mapToObj(this::pod).toList();

  private NetworkNamespace pod(int number) {
    NetworkNamespace pod = lab.namespace("pod-" + number);
    Veth veth = lab.wire(node, "veth" + number, pod, "eth0");
    lab.run(() -> veth.setMaster(bridge));
    lab.address(pod, "eth0", "10.244.1." + (number + 1) + "/24");
    return pod;
  }

  private BridgePort port(int number) {
    return lab.on(() -> bridge.ports().get(number - 1));
  }

  private List<FdbEntry> learned() {
    return lab.on(
        () ->
            bridge.fdb().stream().filter(entry -> entry.kind() == FdbEntry.Kind.LEARNED).toList());
  }

  @Test
  void a_bridge_drops_frames_to_itself_while_its_own_fdb_entry_is_missing() {
    lab.address(node, "cni0", "10.244.1.1/24");
    assertThat(lab.ping(pods.get(0), "10.244.1.1")).isPresent();

    lab.run(() -> bridge.fdb().forEach(bridge::removeFdb));
    assertThat(lab.ping(pods.get(0), "10.244.1.1")).isEmpty();
    assertThat(lab.ping(pods.get(0), "10.244.1.3")).isPresent();

    lab.run(() -> bridge.addOwnFdb());
    assertThat(lab.ping(pods.get(0), "10.244.1.1")).isPresent();
  }

  @Test
  void a_bridge_learns_ports_and_ages_the_entries_out_after_five_minutes() {
    lab.ping(pods.get(0), "10.244.1.3");

    assertThat(learned())
        .extracting(entry -> entry.port().name())
        .containsExactlyInAnyOrder("veth1", "veth2");
    lab.advance(Duration.ofMinutes(6));
    assertThat(learned()).isEmpty();
  }

  @Test
  void a_frame_to_an_unknown_address_floods_all_ports_and_the_trace_shows_the_copies() {
    lab.ping(pods.get(0), "10.244.1.3");
    lab.run(() -> bridge.setAgeing(Duration.ZERO));
    Trace trace = lab.trace(pods.get(0), "10.244.1.3");

    assertThat(trace).deliveredAt("pod-2");
    assertThat(trace.copies()).hasSize(1);
    assertThat(trace.copies().get(0).get(2).namespace()).isEqualTo("pod-3");
    assertThat(trace.copies().get(0).get(2).last())
        .isInstanceOfSatisfying(
            Step.Dropped.class,
            dropped -> assertThat(dropped.reason()).isEqualTo(DropReason.OTHERHOST));
  }

  @Test
  void isolated_ports_do_not_forward_to_each_other() {
    lab.ping(pods.get(0), "10.244.1.3");
    lab.run(
        () -> {
          port(1).set(Switch.ISOLATED, true);
          port(2).set(Switch.ISOLATED, true);
        });

    assertThat(lab.trace(pods.get(0), "10.244.1.3"))
        .droppedAt("node", DropReason.NO_TX_TARGET)
        .because("port veth2 is isolated");
    assertThat(lab.trace(pods.get(0), "10.244.1.4")).deliveredAt("pod-3");
  }

  @Test
  void a_bridge_has_a_carrier_while_one_of_its_ports_does() {
    assertThat(lab.on(bridge::operState)).isEqualTo(OperState.UP);

    lab.run(() -> bridge.ports().forEach(each -> each.link().setDown()));
    assertThat(lab.on(bridge::operState)).isEqualTo(OperState.DOWN);
  }

  @Test
  void the_mtu_of_a_bridge_follows_its_ports_until_it_is_set() {
    lab.run(() -> port(2).link().setMtu(1400));
    assertThat(lab.on(bridge::mtu)).isEqualTo(1400);
    assertThat(lab.on(bridge::address))
        .isEqualTo(
            lab.on(
                () ->
                    bridge.ports().stream()
                        .map(each -> each.link().address())
                        .min((x, y) -> Long.compare(x.bits(), y.bits()))
                        .orElseThrow()));

    lab.run(() -> bridge.setMtu(1500));
    lab.run(() -> port(3).link().setMtu(1300));
    assertThat(lab.on(bridge::mtu)).isEqualTo(1500);
  }

  @Test
  void bridge_nf_call_iptables_fragments_bridged_packets_only_without_df() {
    lab.run(() -> port(2).link().setMtu(1400));
    lab.ping(pods.get(0), "10.244.1.3");

    assertThat(lab.trace(pods.get(0), "10.244.1.3", 1373))
        .droppedAt("node", DropReason.PKT_TOO_BIG)
        .because("1401 bytes with DF, the mtu of veth2 is 1400");
    assertThat(lab.trace(pods.get(0), "10.244.1.3", 1373, PathMtuDiscovery.DONT))
        .deliveredAt("pod-2")
        .has(Step.Fragmented.class);

    lab.sysctl(node, "net.bridge.bridge-nf-call-iptables", 0);
    assertThat(lab.trace(pods.get(0), "10.244.1.3", 1376)).deliveredAt("pod-2");
    assertThat(lab.trace(pods.get(0), "10.244.1.3", 1377))
        .droppedAt("node", DropReason.PKT_TOO_BIG);
  }

  @Test
  void a_broadcast_storm_in_a_bridge_loop_ends() {
    Bridge other =
        lab.on(
            () -> {
              Bridge made = node.links().addBridge("br1");
              made.setUp();
              return made;
            });
    Veth one = lab.wire(node, "x1", node, "y1");
    Veth two = lab.wire(node, "x2", node, "y2");
    Veth three = lab.wire(node, "x3", node, "y3");
    lab.run(
        () -> {
          one.setMaster(bridge);
          one.peer().setMaster(other);
          two.setMaster(bridge);
          two.peer().setMaster(other);
          three.setMaster(bridge);
          three.peer().setMaster(other);
        });
    assertThat(lab.trace(pods.get(0), "10.244.1.77")).droppedAt("pod-1", DropReason.NEIGH_FAILED);

    lab.run(
        () -> {
          one.delete();
          two.delete();
        });
    assertThat(lab.ping(pods.get(0), "10.244.1.3")).isPresent();
  }

  @Test
  void a_disabled_port_loses_its_learned_entries_and_keeps_its_static_ones() {
    lab.ping(pods.get(0), "10.244.1.3");
    MacAddress entered = MacAddress.parse("02:00:00:00:00:0a");
    lab.run(() -> bridge.addFdb(entered, port(1), FdbEntry.Kind.STATIC));

    lab.run(() -> port(1).setState(BridgePort.State.DISABLED));

    assertThat(learned()).extracting(entry -> entry.port().name()).containsExactly("veth2");
    assertThat(lab.on(bridge::fdb)).extracting(FdbEntry::address).contains(entered);
  }
}
