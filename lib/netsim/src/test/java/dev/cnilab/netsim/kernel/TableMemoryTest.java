package dev.cnilab.netsim.kernel;

import static dev.cnilab.netsim.TestNetwork.ip;
import static dev.cnilab.netsim.TestNetwork.mac;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.TestNetwork;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.conntrack.tuple.Tuple;
import dev.cnilab.netsim.ipset.IpSet;
import dev.cnilab.netsim.ipset.IpSetOptions;
import dev.cnilab.netsim.ipset.SetEntry;
import dev.cnilab.netsim.ipset.SetType;
import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.link.Bridge;
import dev.cnilab.netsim.link.BridgePort;
import dev.cnilab.netsim.link.FdbEntry;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.VxlanFdb;
import dev.cnilab.netsim.link.VxlanSettings;
import dev.cnilab.netsim.neighbor.NeighborState;
import dev.cnilab.netsim.route.RoutingRule;
import dev.cnilab.netsim.route.fib.RouteRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables while other machines hold all of the memory that is shared. */
class TableMemoryTest {
  /** More entries of any table than fit into what each machine has of its own. */
  private static final int MANY = 12_000;

  @AutoClose private final TestNetwork lab = new TestNetwork();
  private final HeapPool.Holding others = HeapPool.TABLES.holding();
  private final NetworkNamespace node = lab.namespace("node");

  @BeforeEach
  void othersHoldAll() {
    others.set(HeapPool.TABLES.free());
  }

  @AfterEach
  void free() {
    others.set(0);
  }

  private static Ipv4Address address(int number) {
    return new Ipv4Address(ip("10.64.0.1").bits() + number);
  }

  private static MacAddress hardware(int number) {
    return new MacAddress(mac("02:00:00:00:00:01").bits() + number);
  }

  /** A table under test. */
  private record Filling(String name, IntConsumer add, Runnable remove) {}

  private List<Filling> tables() {
    Link eth0 = node.links().addDummy("eth0");
    eth0.setUp();
    eth0.inet().add(Ipv4Prefix.parse("10.0.0.1/8"));
    Chain chain = node.iptables().table(TableName.FILTER).newChain("MANY");
    IpSetOptions wide = new IpSetOptions(1024, MANY, Optional.empty(), false, false);
    IpSet set = node.sets().create("many", SetType.HASH_IP, wide);
    Bridge bridge = node.links().addBridge("br0");
    Link attached = node.links().addDummy("port");
    attached.setMaster(bridge);
    BridgePort port = attached.port().orElseThrow();
    VxlanFdb tunnels = node.links().addVxlan("vxlan", VxlanSettings.of(1)).fdb();
    return List.of(
        new Filling(
            "rules", i -> chain.append(new Rule(List.of(), new Target.Drop())), chain::flush),
        new Filling("entries of a set", i -> set.add(new SetEntry.Address(address(i))), set::flush),
        new Filling(
            "routes",
            i -> node.routes().add(RouteRequest.to(Ipv4Prefix.of(address(i))).dev(eth0)),
            () -> node.routes().delete(RouteRequest.to(Ipv4Prefix.of(address(0))).dev(eth0))),
        new Filling(
            "policy routing rules",
            i -> node.rules().add(RoutingRule.ofKernel(100 + i, 7)),
            () -> node.rules().delete(rule -> rule.priority() == 100)),
        new Filling(
            "permanent neighbors",
            i -> node.neighbors().add(address(i), eth0, hardware(i), NeighborState.PERMANENT),
            () -> node.neighbors().flush(any -> true)),
        new Filling(
            "addresses behind a port",
            i -> bridge.addFdb(hardware(i), port, FdbEntry.Kind.STATIC),
            () -> bridge.removeFdb(hardware(0), port)),
        new Filling(
            "addresses behind tunnels",
            i -> tunnels.add(new VxlanFdb.Remote(hardware(i), ip("10.0.0.2"), null)),
            () -> tunnels.remove(hardware(0))),
        new Filling(
            "connections",
            i -> {
              Tuple there = new Tuple(17, address(i), 1, address(-1), 53, 0);
              node.connections()
                  .keep(
                      node.connections().create(there, there.reversed(), null),
                      Duration.ofHours(1));
            },
            () -> node.connections().forget(any -> true)),
        new Filling(
            "links", i -> node.links().addDummy("d" + i), () -> lab.link(node, "d0").delete()),
        new Filling(
            "addresses",
            i -> eth0.inet().add(new Ipv4Prefix(address(i), 8)),
            () -> eth0.inet().remove(new Ipv4Prefix(address(0), 8))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rules",
        "entries of a set",
        "routes",
        "policy routing rules",
        "permanent neighbors",
        "addresses behind a port",
        "addresses behind tunnels",
        "connections",
        "links",
        "addresses"
      })
  void a_full_table_rejects_entries_until_memory_is_freed(String name) {
    lab.run(
        () -> {
          Filling table =
              tables().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();

          int added = fill(table.add());
          table.remove().run();
          table.add().accept(added);

          assertThat(added).isBetween(200, MANY);
        });
  }

  /** The number of entries that fitted before there was no memory. */
  private static int fill(IntConsumer add) {
    for (int i = 0; i < MANY; i++) {
      try {
        add.accept(i);
      } catch (ErrnoException refused) {
        assertThat(refused.errno()).isIn(Errno.ENOMEM, Errno.ENOBUFS);
        return i;
      }
    }
    return MANY + 1;
  }

  @Test
  void closing_a_namespace_frees_the_memory_of_its_tables() {
    lab.run(
        () -> {
          NetworkNamespace pod = node.unshare("pod");
          Chain other = node.iptables().table(TableName.NAT).newChain("OTHER");
          Chain full = pod.iptables().table(TableName.NAT).newChain("FULL");
          int fitting = fill(i -> full.append(new Rule(List.of(), new Target.Drop())));

          assertThatThrownBy(() -> other.append(new Rule(List.of(), new Target.Drop())))
              .hasMessage("Cannot allocate memory");
          pod.close();

          assertThat(fill(i -> other.append(new Rule(List.of(), new Target.Drop()))))
              .isBetween(fitting, fitting + 20);
        });
  }

  @Test
  void a_draft_of_a_table_uses_memory_until_it_is_adopted() {
    lab.run(
        () -> {
          Table table = node.iptables().table(TableName.FILTER);
          Table draft = table.draft();
          Chain many = draft.newChain("MANY");
          fill(i -> many.append(new Rule(List.of(), new Target.Drop())));
          assertThatThrownBy(() -> node.links().addDummy("d0"))
              .hasMessage("Cannot allocate memory");

          many.flush();
          table.adopt(draft);

          assertThat(node.links().addDummy("d0").name()).isEqualTo("d0");
        });
  }
}
